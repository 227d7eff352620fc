package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;

/** A {@code new} in a process of its own: exit 0 when it won the name, 4 when another did. */
final class NewProcess {
    static final int TAKEN = 4;

    private NewProcess() {}

    static Process start(Path workspace) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NewProcess.class.getName(),
                        workspace.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] args) throws IOException {
        try {
            new Experiment(Path.of(args[0])).trained("same");
        } catch (SyncException e) {
            System.exit(e.code() == ErrorCode.RUN_EXISTS ? TAKEN : 1);
        }
    }
}

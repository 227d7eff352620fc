package dev.syncprotocol.runs.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;

/** A finish in a process of its own, which may halt without a word before one of its changes. */
final class FinishProcess {
    static final int HALTED = 137;

    private FinishProcess() {}

    static Process start(Path workspace, Path run, int changes) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FinishProcess.class.getName(),
                        workspace.toString(),
                        run.toString(),
                        Integer.toString(changes))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] args) throws IOException {
        int changes = Integer.parseInt(args[2]);
        AtomicInteger made = new AtomicInteger();
        StoreFiles files = new StoreFiles((change, file) -> {
            if (made.getAndIncrement() == changes) {
                Runtime.getRuntime().halt(HALTED);
            }
        });
        new RunStore(
                        files,
                        Path.of(args[0]),
                        StorePlaces.STANDARD,
                        Clock.fixed(Experiment.NOON, ZoneOffset.UTC),
                        Duration.ofSeconds(120))
                .finish(Path.of(args[1]), FinishOptions.OK);
    }
}

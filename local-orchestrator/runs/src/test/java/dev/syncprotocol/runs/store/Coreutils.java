package dev.syncprotocol.runs.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The judge nobody here wrote: {@code sha256sum -c --strict}. */
final class Coreutils {
    private Coreutils() {}

    static int check(Path run) throws IOException {
        return run(run, "sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS");
    }

    static void demandOk(Path run) throws IOException {
        if (check(run) != 0) {
            throw new AssertionError("sha256sum refuses " + run);
        }
    }

    static String output(Path folder, String script) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static int run(Path folder, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.onExit().join().exitValue();
    }
}

package dev.syncprotocol.djl.training;

import dev.syncprotocol.training.launch.NativeEnvironment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A training in a JVM of its own, with the environment the launcher gives it.
 *
 * @param process the child
 * @param said its words so far
 */
record TrainingChild(Process process, StringBuilder said) {
    /** How a child is started. */
    record Way(List<String> before, String heap) {
        /** As a launch does. */
        static final Way PLAIN = new Way(List.of(), "256m");

        /** With so much heap. */
        static Way withHeap(String heap) {
            return new Way(List.of(), heap);
        }

        /** Where no file may grow beyond so many blocks of 512 bytes: a write ends as on a full disk. */
        static Way withFilesUpTo(int blocks) {
            return new Way(List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh"), PLAIN.heap());
        }
    }

    static TrainingChild start(Path launchFolder, Way way) throws IOException {
        List<String> command = new ArrayList<>(way.before());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + way.heap(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // Its file would be cut off by a limit on files.
                "-XX:-UsePerfData",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.syncprotocol.training.launch.TrainingMain",
                launchFolder.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(NativeEnvironment.beside(builder.environment(), 1));
        return new TrainingChild(builder.start(), new StringBuilder());
    }

    /** The exit code, after reading all it says. */
    int exit() throws IOException, InterruptedException {
        said.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        return process.waitFor();
    }

    /** SIGKILL once it has said this; it ends by itself when it fails. */
    void killAt(String words) throws IOException, InterruptedException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        while (line != null && !line.contains(words)) {
            said.append(line).append('\n');
            line = reader.readLine();
        }
        if (line == null) {
            throw new AssertionError("the child ended before " + words + ":\n" + said);
        }
        process.destroyForcibly().waitFor();
    }

    /** SIGKILL as soon as a folder shows up whose name begins so. */
    void killWhenThereIs(String name, Path folder) throws IOException, InterruptedException {
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            boolean seen = false;
            while (!seen && process.isAlive()) {
                WatchKey key = watch.poll(1, TimeUnit.SECONDS);
                if (key != null) {
                    seen = key.pollEvents().stream()
                            .anyMatch(event -> String.valueOf(event.context()).startsWith(name));
                    key.reset();
                }
            }
        }
        process.destroyForcibly().waitFor();
    }
}

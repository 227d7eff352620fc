package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.engine.EngineProvider;
import dev.syncprotocol.aoi.launch.LoopAnswer;
import dev.syncprotocol.aoi.launch.LoopOrder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The loop in a JVM of its own, with the fast engine on its class path.
 *
 * @param process the child
 * @param folder its order, its answer and its words
 */
record LoopChild(Process process, Path folder) {
    /** Something a child comes to on its way; asked again and again while it goes on. */
    interface Instant {
        boolean isThere() throws IOException;
    }

    /**
     * Starts a child that goes on with a run.
     *
     * @param main its main class
     * @param folder a new folder
     * @param hold its engine waits while this file is there
     */
    static LoopChild start(Class<?> main, Path folder, Path run, Path hold) throws IOException {
        Path services = Files.createDirectories(folder.resolve("engine/META-INF/services"));
        Files.writeString(services.resolve(EngineProvider.class.getName()), CellDifferencesProvider.class.getName());
        new LoopOrder(LoopOrder.Task.GO_ON, run).writeTo(folder);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.awt.headless=true",
                "-D" + CellDifferencesProvider.HOLD + "=" + hold,
                "-cp",
                folder.resolve("engine") + File.pathSeparator + System.getProperty("java.class.path"),
                main.getName(),
                folder.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said.txt").toFile())
                .start();
        return new LoopChild(process, folder);
    }

    /** Waits until it came to this or has ended by itself. */
    LoopChild at(Instant instant) throws IOException, InterruptedException {
        while (!instant.isThere() && !process.waitFor(1, TimeUnit.MILLISECONDS)) {
            Thread.onSpinWait();
        }
        return this;
    }

    /** SIGKILL; whether it was still alive. */
    boolean killed() throws InterruptedException {
        return process.destroyForcibly().waitFor() != 0;
    }

    /** What it answers after its end. */
    Optional<ObjectNode> answer() throws IOException, InterruptedException {
        process.waitFor();
        return LoopAnswer.read(folder);
    }

    /** Its words so far. */
    String said() throws IOException {
        return Files.readString(folder.resolve("said.txt"));
    }
}

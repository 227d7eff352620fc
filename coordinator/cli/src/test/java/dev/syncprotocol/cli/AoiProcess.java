package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.engine.EngineProvider;
import dev.syncprotocol.aoi.loop.CellDifferencesProvider;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * {@code sync aoi …} as real processes, the loop's child among them, with an engine that learns in milliseconds and waits as long as a file is there;
 * programs of the scene are found before the machine's.
 *
 * @param folder holds the boards, what was said, and that file
 */
record AoiProcess(Path folder) {
    private static final String TARGET = "FAR < 0% at recall=100%";
    private static final List<String> WISHES = List.of(
            "--kpi-target", TARGET, "--max-iterations", "1", "--embedder", "descriptor", "--min-similarity", "0.5");

    static AoiProcess drawnIn(Path folder) throws Exception {
        AoiProcess sync = new AoiProcess(folder);
        Path services = Files.createDirectories(folder.resolve("engine/META-INF/services"));
        Files.writeString(services.resolve(EngineProvider.class.getName()), CellDifferencesProvider.class.getName());
        String boards = sync.boards().toString();
        assertThat(sync.start("drawn", List.of("demo-data", boards, "--profile", "tiny", "--size", "32"))
                        .waitFor())
                .as(sync.said("drawn"))
                .isZero();
        return sync;
    }

    Path boards() {
        return folder.resolve("boards");
    }

    /** The engine trains no further as long as this file is there. */
    Path hold() {
        return folder.resolve("hold");
    }

    /** A token of the boards as they are now. */
    String token(String... more) throws Exception {
        return answer(0, "preflight", wished(more)).at("/data/token").textValue();
    }

    /** The options of every run here, and these. */
    static String[] wished(String... more) {
        return Stream.concat(WISHES.stream(), Stream.of(more)).toArray(String[]::new);
    }

    /** Starts a run and comes back when its training waits. */
    Process held(String token) throws Exception {
        Files.createFile(hold());
        return running(() -> Files.isDirectory(run().resolve("baseline/train.tmp-1")), "--approve", token);
    }

    /** Starts a run and comes back when it has come so far. */
    Process running(Callable<Boolean> soFar, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("run", "-w", boards().toString(), "--json"));
        words.addAll(List.of(wished(options)));
        Process process = start("run", words);
        while (!soFar.call()) {
            assertThat(process.isAlive()).as(said("run")).isTrue();
            Thread.onSpinWait();
        }
        return process;
    }

    /** The answer of a whole call, checked against its schema. */
    JsonNode answer(int exit, String verb, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of(verb, "-w", boards().toString(), "--json"));
        words.addAll(List.of(options));
        return ended(exit, start(verb, words), verb);
    }

    /** The answer of a call that was started. */
    JsonNode ended(int exit, Process process, String name) throws Exception {
        assertThat(process.waitFor()).as(said(name)).isEqualTo(exit);
        return CheckedAnswer.of(Files.readString(folder.resolve(name + ".out")), name);
    }

    /** The newest run; a folder that is not there while there is none. */
    Path run() throws IOException {
        Path results = boards().resolve("results");
        if (!Files.isDirectory(results)) {
            return results.resolve("none");
        }
        try (Stream<Path> runs = Files.list(results)) {
            return runs.filter(run -> run.getFileName().toString().startsWith("run_"))
                    .max(Path::compareTo)
                    .orElse(results.resolve("none"));
        }
    }

    /** The lines of its log. */
    List<String> log() throws IOException {
        Path log = run().resolve("loop_log.jsonl");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    private String said(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".out")) + Files.readString(folder.resolve(name + ".err"));
    }

    private Process start(String name, List<String> words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-cp",
                folder.resolve("engine") + File.pathSeparator + System.getProperty("java.class.path"),
                Sync.class.getName(),
                "aoi"));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(Redirect.PIPE)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile());
        builder.environment().put("HOME", folder.toString());
        builder.environment()
                .merge("PATH", folder.resolve("programs").toString(), (old, own) -> own + File.pathSeparator + old);
        // The one way to the child's properties.
        builder.environment().put("JAVA_TOOL_OPTIONS", "-D" + CellDifferencesProvider.HOLD + "=" + hold());
        return builder.start();
    }
}

package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.launch.TrainingLauncher;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A real process that keeps the engine's contract and trains nothing. How it ends stands in {@code engine.txt} of the
 * workspace: {@code finish}, {@code fail}, {@code vanish}, or {@code wait} until it is told to stop.
 */
public final class TinyEngine {
    private static final int STEPS = 3;

    private final Path folder;
    private final Path workspace;

    private TinyEngine(Path folder) throws IOException {
        this.folder = folder;
        this.workspace = Path.of(SyncJson.read(Files.readString(folder.resolve("order.json")))
                .get("workspace")
                .textValue());
    }

    public static void main(String[] arguments) throws Exception {
        System.exit(new TinyEngine(Path.of(arguments[0])).run());
    }

    private int run() throws Exception {
        String behaviour = Files.readString(workspace.resolve("engine.txt")).strip();
        if (behaviour.equals("wait")) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopped));
        }
        for (int step = 1; step <= STEPS; step++) {
            beat(step);
        }
        System.out.write(1);
        System.out.flush();
        switch (behaviour) {
            case "finish" -> {
                write("reports/metrics.jsonl", "{\"step\":3,\"loss\":1.5}\n");
                write("logs/train.log", "done\n");
                write("checkpoints/local/step_00003/adapter.bin", "weights");
                outcome("finished", 0, "checkpoints/local/step_00003");
                return 0;
            }
            case "fail" -> {
                write("reports/ERROR_1.json", "{}");
                outcome("failed", 1, null);
                return 1;
            }
            case "vanish" -> Runtime.getRuntime().halt(137);
            default -> Thread.sleep(60_000);
        }
        return 0;
    }

    private void stopped() {
        try {
            write("checkpoints/local/step_00003/adapter.bin", "weights");
            outcome("stopped", 130, "checkpoints/local/step_00003");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void beat(int step) throws IOException {
        replace(
                "heartbeat.json",
                "{\"pid\":%d,\"at\":\"2026-01-02T03:04:05Z\",\"step\":%d,\"max_steps\":%d,\"loss\":1.5}"
                        .formatted(ProcessHandle.current().pid(), step, STEPS));
    }

    private void outcome(String word, int exit, String checkpoint) throws IOException {
        replace(
                "outcome.json",
                ("{\"outcome\":\"%s\",\"exit_code\":%d,\"step\":3,\"max_steps\":3,\"loss\":1.5,\"checkpoint\":%s,"
                                + "\"error_report\":%s,\"at\":\"2026-01-02T03:04:05Z\"}")
                        .formatted(
                                word,
                                exit,
                                checkpoint == null ? "null" : "\"" + checkpoint + "\"",
                                exit == 1 ? "\"reports/ERROR_1.json\"" : "null"));
    }

    private void replace(String name, String text) throws IOException {
        Path fresh = folder.resolve(name + ".tmp");
        Files.writeString(fresh, text);
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void write(String path, String text) throws IOException {
        Path file = workspace.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Starts it, and remembers what it started. */
    public static final class Launcher implements TrainingLauncher {
        private final List<Process> started = new ArrayList<>();

        @Override
        public List<String> command(Path launchFolder) {
            return JavaProcess.command(TinyEngine.class, launchFolder.toString());
        }

        @Override
        public Process start(Path workspace, Path launchFolder) throws IOException {
            Process process = new ProcessBuilder(command(launchFolder))
                    .directory(workspace.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            started.add(process);
            return process;
        }

        /** How many engines were started. */
        public int count() {
            return started.size();
        }

        /** The newest engine, once it has beaten for the last time. */
        public Process ready() throws IOException {
            Process process = started.get(started.size() - 1);
            if (process.getInputStream().read() != 1) {
                throw new IOException("the engine ended before it was ready");
            }
            return process;
        }
    }
}

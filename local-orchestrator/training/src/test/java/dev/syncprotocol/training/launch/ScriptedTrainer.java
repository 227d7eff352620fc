package dev.syncprotocol.training.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A program that behaves like an outside trainer: {@code ScriptedTrainer METRICS OUTPUT_DIR word…}, each word an act. It
 * computes nothing; the tests are about what is around a trainer.
 */
final class ScriptedTrainer {
    private final Path metrics;
    private final Path output;

    private ScriptedTrainer(Path metrics, Path output) {
        this.metrics = metrics;
        this.output = output;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        ScriptedTrainer trainer = new ScriptedTrainer(Path.of(args[0]), Path.of(args[1]));
        List<String> words = Arrays.asList(args).subList(2, args.length);
        for (int i = 0; i < words.size(); i++) {
            trainer.act(words.get(i), i + 1 < words.size() ? words.get(i + 1) : "");
        }
    }

    private void act(String word, String next) throws IOException, InterruptedException {
        String[] parts = word.split("=", 2);
        switch (parts[0]) {
            case "row" -> row(Long.parseLong(parts[1]));
            case "raw" -> write(parts[1] + "\n");
            case "torn" -> write(parts[1]);
            case "cut" -> Files.write(metrics, new byte[0]);
            case "save" -> save(Long.parseLong(parts[1]));
            case "half" -> Files.writeString(folder(Long.parseLong(parts[1])).resolve("model.safetensors"), "half");
            case "say" -> System.out.println(parts[1]);
            case "complain" -> System.err.println(parts[1]);
            case "deaf" -> Runtime.getRuntime().addShutdownHook(new Thread(ScriptedTrainer::hang));
            case "save-when-stopped" -> Runtime.getRuntime().addShutdownHook(new Thread(() -> lastSave(parts[1])));
            case "hang" -> hang();
            case "exit" -> System.exit(Integer.parseInt(parts[1]));
            case "--resume_from_checkpoint" -> System.out.println("going on from " + next);
            default -> System.out.println("argument " + word);
        }
    }

    private void row(long step) throws IOException {
        write("{\"global_step\":" + step + ",\"loss\":" + 1.0 / step + ",\"learning_rate\":0.001,\"epoch\":"
                + step / 4.0 + ",\"num_tokens\":" + 100 * step + ",\"mean_token_accuracy\":0.5}\n");
    }

    private void write(String text) throws IOException {
        Files.writeString(metrics, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void save(long step) throws IOException {
        Path folder = folder(step);
        Files.writeString(folder.resolve("model.safetensors"), "weights of step " + step);
        Files.writeString(folder.resolve("optimizer.pt"), "moments of step " + step);
    }

    private Path folder(long step) throws IOException {
        return Files.createDirectories(output.resolve("checkpoint-" + step));
    }

    private void lastSave(String step) {
        try {
            save(Long.parseLong(step));
            Runtime.getRuntime().halt(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.bench.Bench;
import dev.syncprotocol.training.bench.BenchMode;
import dev.syncprotocol.training.bench.BenchRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync bench train}: the engine beside the bare matrix products of the same shapes. */
@Command(
        name = "train",
        description = {
            "Measure training or generating on random tokens, each step beside the bare",
            "matrix products of its shapes. Compare the ratio, never the seconds, and",
            "only on a machine that does nothing else."
        },
        footer = {"", "Example:", "  sync bench train --mode ppo --threads 2"})
final class BenchTrain implements Verb {
    private static final String MAIN = "dev.syncprotocol.training.launch.BenchMain";

    @Option(names = "--mode", paramLabel = "MODE", description = "sft, dpo, ppo or generate (default: sft)")
    private String mode = "sft";

    @Option(names = "--layers", paramLabel = "N", description = "blocks of the decoder (default: 4)")
    private int layers = 4;

    @Option(names = "--width", paramLabel = "N", description = "of its hidden state (default: 256)")
    private int width = 256;

    @Option(names = "--heads", paramLabel = "N", description = "of its attention (default: 4)")
    private int heads = 4;

    @Option(names = "--vocab", paramLabel = "N", description = "tokens (default: 8192)")
    private int vocab = 8192;

    @Option(names = "--seq", paramLabel = "N", description = "tokens of a row (default: 128)")
    private int seq = 128;

    @Option(names = "--batch", paramLabel = "N", description = "rows (default: 8)")
    private int batch = 8;

    @Option(names = "--steps", paramLabel = "N", description = "measured (default: 20)")
    private int steps = 20;

    @Option(names = "--warmup", paramLabel = "N", description = "steps before them (default: 5)")
    private int warmup = 5;

    @Option(names = "--threads", paramLabel = "N", description = "of the arithmetic (default: all cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--lora", paramLabel = "R", description = "rank of an adapter; 0 trains all weights (default: 0)")
    private int lora;

    @Option(names = "--seed", paramLabel = "N", description = "of weights and tokens (default: 20250823)")
    private long seed = 20250823;

    @Override
    public Answer answer(Invocation in) throws IOException {
        BenchRequest request = request();
        JsonNode measured = new ChildAnswer(OwnProgram.running(), MAIN, "the measuring process")
                .to(request::writeTo, request.threads(), Bench::answer);
        return new Answer("sync.bench-train/1", (ObjectNode) measured, words(measured), List.of());
    }

    private BenchRequest request() {
        try {
            return new BenchRequest(
                    chosen(), layers, width, heads, vocab, seq, batch, steps, warmup, threads, lora, seed);
        } catch (IllegalArgumentException e) {
            throw new SyncException(ErrorCode.USAGE, e.getMessage(), e);
        }
    }

    private BenchMode chosen() {
        return Arrays.stream(BenchMode.values())
                .filter(known -> known.word().equals(mode))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--mode is one of "
                        + Arrays.stream(BenchMode.values()).map(BenchMode::word).collect(Collectors.joining(", "))
                        + ", not " + mode));
    }

    private static String words(JsonNode measured) {
        Words words = new Words();
        words.line(line("tokens a second", measured.path("tokens_per_s"), "%.0f"));
        words.line(line("seconds a step", measured.path("sec_per_step").path("median"), "%.4f"));
        words.line(line("bare products", measured.path("products_sec_per_step"), "%.4f"));
        words.line(line("ratio", measured.path("products_ratio"), "%.3f"));
        words.line(line("trained parameters", measured.path("trained_parameters"), "%.0f"));
        words.line(line("peak megabytes", measured.path("peak_mb"), "%.0f"));
        words.line(line("arrays held", measured.path("arrays"), "%.0f"));
        return words.text();
    }

    private static String line(String what, JsonNode figure, String form) {
        String number = figure.isNumber() ? String.format(Locale.ROOT, form, figure.doubleValue()) : "-";
        return String.format("%-20s%12s", what, number);
    }
}

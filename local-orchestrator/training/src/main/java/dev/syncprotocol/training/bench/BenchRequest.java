package dev.syncprotocol.training.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.DecoderShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a child process is asked to measure: {@code request.json} in a folder of its own (training.md section 14.2).
 *
 * @param mode what
 * @param layers blocks of the decoder
 * @param width of its hidden state; a multiple of twice the heads
 * @param heads query and key heads
 * @param vocab tokens
 * @param seq tokens of a row, at least 2
 * @param batch rows; an even number for pairs
 * @param steps measured, at least 1
 * @param warmup steps before them
 * @param threads of the arithmetic
 * @param lora rank of an adapter; 0 = all weights are trained
 * @param seed of weights and tokens
 */
public record BenchRequest(
        BenchMode mode,
        int layers,
        int width,
        int heads,
        int vocab,
        int seq,
        int batch,
        int steps,
        int warmup,
        int threads,
        int lora,
        long seed) {
    private static final String FILE = "request.json";
    private static final int MLP_FACTOR = 4;

    public BenchRequest {
        boolean sized = layers > 0 && heads > 0 && width % (2 * heads) == 0 && width > 0 && vocab > 1 && seq > 1;
        boolean counted = batch > 0 && steps > 0 && warmup >= 0 && threads > 0 && lora >= 0;
        if (!sized || !counted || (mode == BenchMode.DPO && batch % 2 != 0)) {
            throw new IllegalArgumentException(
                    "sizes are positive, width is a multiple of twice the heads, seq at least 2, pairs need an even batch");
        }
    }

    /** Reads a folder's request. */
    static BenchRequest read(Path folder) throws IOException {
        JsonNode json = SyncJson.read(Files.readString(folder.resolve(FILE)));
        return new BenchRequest(
                BenchMode.valueOf(json.path("mode").asText().toUpperCase(Locale.ROOT)),
                json.path("layers").asInt(),
                json.path("width").asInt(),
                json.path("heads").asInt(),
                json.path("vocab").asInt(),
                json.path("seq").asInt(),
                json.path("batch").asInt(),
                json.path("steps").asInt(),
                json.path("warmup").asInt(),
                json.path("threads").asInt(),
                json.path("lora").asInt(),
                json.path("seed").asLong());
    }

    /** Writes it into a folder. */
    public void writeTo(Path folder) throws IOException {
        Files.writeString(folder.resolve(FILE), SyncJson.pretty(json()) + "\n");
    }

    /** All arguments by the names of the command line. */
    public ObjectNode json() {
        return SyncJson.object()
                .put("mode", mode.word())
                .put("layers", layers)
                .put("width", width)
                .put("heads", heads)
                .put("vocab", vocab)
                .put("seq", seq)
                .put("batch", batch)
                .put("steps", steps)
                .put("warmup", warmup)
                .put("threads", threads)
                .put("lora", lora)
                .put("seed", seed);
    }

    /** The Qwen3 decoder of these sizes, tied, its MLP four times as wide. */
    DecoderShape shape() {
        return new DecoderShape(
                width, layers, heads, heads, width / heads, MLP_FACTOR * width, vocab, 1e-6, 10_000, true, 0.02);
    }

    /** Tokens of a step. */
    long tokens() {
        return (long) batch * seq;
    }
}

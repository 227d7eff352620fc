package dev.syncprotocol.djl.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code FILE.json} beside a model: how pictures become its input.
 *
 * @param input name of the model's input, {@code (n, 3, height, width)}
 * @param output name of the output that is the embedding
 * @param width pixels
 * @param height pixels
 * @param mean subtracted from a value of 0 to 255; red, green, blue
 * @param scale multiplied with the difference; red, green, blue
 * @param batch pictures a call
 */
record OnnxDescription(
        String input, String output, int width, int height, List<Double> mean, List<Double> scale, int batch) {
    private static final int COLOURS = 3;
    private static final int BATCH = 16;

    OnnxDescription {
        mean = List.copyOf(mean);
        scale = List.copyOf(scale);
    }

    /**
     * Reads and checks a description.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code config_invalid} with all that is wrong with it
     */
    static OnnxDescription read(Path file) throws IOException {
        JsonNode tree = SchemaValidator.load(
                        SchemaId.AOI_ONNX_EMBEDDER_V1,
                        Files.readAllBytes(file),
                        DocumentFormat.JSON,
                        ErrorCode.CONFIG_INVALID,
                        file.toString())
                .root();
        return new OnnxDescription(
                tree.path("input").asText(),
                tree.path("output").asText(),
                tree.path("width").asInt(),
                tree.path("height").asInt(),
                colours(tree.path("mean")),
                colours(tree.path("scale")),
                tree.path("batch").asInt(BATCH));
    }

    /** What is done to values, as part of an embedder's identity. */
    String normalisation() {
        return "(value - " + mean + ") * " + scale;
    }

    private static List<Double> colours(JsonNode numbers) {
        return IntStream.range(0, COLOURS)
                .mapToObj(
                        colour -> numbers.get(numbers.size() == 1 ? 0 : colour).asDouble())
                .toList();
    }
}

package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.protocol.error.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * P14: the embedder is one of the engine's, and its files are there.
 *
 * @param parameters with every default
 * @param book gets the faults
 */
record EmbedderCheck(LoopParameters parameters, CheckBook book) {
    private static final String CHECK = "P14";
    private static final String ONNX = "onnx:";

    void check() {
        String name = parameters.embedder();
        if (name.equals("siglip") && parameters.engine().equals("embedded")) {
            book.fail(
                    CHECK,
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "the embedder siglip runs in the containers of engine tao only");
        }
        if (name.equals("encoder") && parameters.engine().equals("tao")) {
            book.fail(CHECK, ErrorCode.ENGINE_UNAVAILABLE, "the embedder encoder is the embedded engine's");
        }
        if (name.startsWith(ONNX) && parameters.engine().equals("tao")) {
            book.fail(CHECK, ErrorCode.ENGINE_UNAVAILABLE, "the embedder onnx:FILE runs in the embedded engine only");
        }
        for (Path file : files(parameters)) {
            if (!Files.isRegularFile(file)) {
                book.fail(CHECK, ErrorCode.ENGINE_UNAVAILABLE, "the embedder " + name + " lacks " + file);
            }
        }
    }

    /** The files of a model the user supplies; none for the other embedders. */
    static List<Path> files(LoopParameters parameters) {
        if (!parameters.embedder().startsWith(ONNX)) {
            return List.of();
        }
        String file = parameters.embedder().substring(ONNX.length());
        return List.of(Path.of(file), Path.of(file + ".json"));
    }
}

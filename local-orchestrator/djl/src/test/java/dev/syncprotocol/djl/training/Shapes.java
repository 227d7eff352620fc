package dev.syncprotocol.djl.training;

import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.DecoderFamily;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.EngineSetup;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.TokenGrid;
import dev.syncprotocol.training.TrainConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Small decoders of tests. */
final class Shapes {
    /** Two layers, grouped queries, eight tokens. */
    static final DecoderShape TINY = new DecoderShape(12, 2, 4, 2, 4, 16, 8, 1e-6, 10_000, true, 0.3);

    /** The same with an output layer of its own. */
    static final DecoderShape UNTIED = new DecoderShape(12, 2, 4, 2, 4, 16, 8, 1e-6, 10_000, false, 0.3);

    /** The same sizes without head norms. */
    static final DecoderShape LLAMA = of(DecoderFamily.LLAMA);

    /** The same sizes with biases. */
    static final DecoderShape QWEN2 = of(DecoderFamily.QWEN2);

    private Shapes() {}

    /** The small decoder of each family, tied and untied. */
    static List<DecoderShape> all() {
        return List.of(TINY, UNTIED, LLAMA, QWEN2);
    }

    private static DecoderShape of(DecoderFamily family) {
        return new DecoderShape(family, 12, 2, 4, 2, 4, 16, 8, 1e-6, 10_000, Optional.empty(), true, 0.3);
    }

    /** One row, all of it to be learned. */
    static Batch row(int... tokens) {
        TokenGrid grid = TokenGrid.of(new int[][] {tokens});
        return new Batch(grid, grid, List.of(new Batch.Span(0, tokens.length)), List.of("row:1"));
    }

    static EngineSetup setup(TrainConfig config, DecoderShape shape) {
        return new EngineSetup(config, new ModelFolder(Path.of("tiny"), shape, Optional.empty()), 1);
    }
}

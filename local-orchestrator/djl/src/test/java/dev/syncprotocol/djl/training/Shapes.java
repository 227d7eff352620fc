package dev.syncprotocol.djl.training;

import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.EngineSetup;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.TrainConfig;
import java.nio.file.Path;
import java.util.Optional;

/** Small decoders of tests. */
final class Shapes {
    /** Two layers, grouped queries, eight tokens. */
    static final DecoderShape TINY = new DecoderShape(12, 2, 4, 2, 4, 16, 8, 1e-6, 10_000, true, 0.3);

    /** The same with an output layer of its own. */
    static final DecoderShape UNTIED = new DecoderShape(12, 2, 4, 2, 4, 16, 8, 1e-6, 10_000, false, 0.3);

    private Shapes() {}

    static EngineSetup setup(TrainConfig config, DecoderShape shape) {
        return new EngineSetup(config, new ModelFolder(Path.of("tiny"), shape, Optional.empty()), 1);
    }
}

package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.DecoderFamily;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.EngineSetup;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.TrainConfig;
import java.nio.file.Path;
import java.util.Optional;

/** Small decoders on the reference engine. */
final class Decoders {
    private Decoders() {}

    /** Two blocks, two query heads on one key head. */
    static DecoderShape shape(DecoderFamily family, boolean tied) {
        return new DecoderShape(family, 8, 2, 2, 1, 4, 6, 8, 1e-6, 10_000, Optional.empty(), tied, 0.5);
    }

    /** Set up with this configuration and a tied Qwen3 decoder. */
    static Engine engine(TrainConfig config, boolean withReference) {
        Engine engine = new ReferenceEngine();
        engine.setup(new EngineSetup(config, folder(shape(DecoderFamily.QWEN3, true)), 1, withReference));
        return engine;
    }

    static ModelFolder folder(DecoderShape shape) {
        return new ModelFolder(Path.of("tiny"), shape, Optional.empty());
    }
}

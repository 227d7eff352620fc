package dev.syncprotocol.training;

import java.nio.file.Path;
import java.util.Optional;

class ReferenceSequenceTest extends SequenceContract {
    private static final DecoderShape SHAPE =
            new DecoderShape(4, 1, 1, 1, 4, 4, EngineContract.VOCABULARY, 1e-6, 10_000, true, 0.02);

    @Override
    protected Engine engine(TrainConfig config) {
        Engine engine = new ReferenceEngine();
        engine.setup(new EngineSetup(config, new ModelFolder(Path.of("tiny"), SHAPE, Optional.empty()), 1, true));
        return engine;
    }

    @Override
    protected double tolerance() {
        return 1e-12;
    }
}

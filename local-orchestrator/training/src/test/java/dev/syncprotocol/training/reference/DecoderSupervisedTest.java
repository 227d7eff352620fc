package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.EngineContract;
import dev.syncprotocol.training.TrainConfig;

class DecoderSupervisedTest extends EngineContract {
    @Override
    protected Engine engine(TrainConfig config) {
        return Decoders.engine(config, false);
    }

    @Override
    protected double tolerance() {
        return 1e-12;
    }
}

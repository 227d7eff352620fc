package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.SequenceContract;
import dev.syncprotocol.training.TrainConfig;

class DecoderSequenceTest extends SequenceContract {
    @Override
    protected Engine engine(TrainConfig config) {
        return Decoders.engine(config, true);
    }

    @Override
    protected double tolerance() {
        return 1e-12;
    }
}

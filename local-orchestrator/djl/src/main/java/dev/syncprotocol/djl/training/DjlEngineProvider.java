package dev.syncprotocol.djl.training;

import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.EngineProvider;
import dev.syncprotocol.training.Objective;
import dev.syncprotocol.training.sft.SftObjective;
import java.util.Set;

/** The native engine under the key of supervised fine-tuning. */
public final class DjlEngineProvider implements EngineProvider {
    @Override
    public Set<String> keys() {
        return Set.of("pure_pt_sft");
    }

    @Override
    public Set<Class<? extends Objective>> objectives() {
        return Set.of(SftObjective.class);
    }

    @Override
    public boolean trainsAdapters() {
        return true;
    }

    @Override
    public Engine create() {
        return new DjlEngine();
    }
}

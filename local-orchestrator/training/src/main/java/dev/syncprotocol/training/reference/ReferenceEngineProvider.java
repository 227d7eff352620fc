package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.EngineProvider;
import dev.syncprotocol.training.Objective;
import dev.syncprotocol.training.rollout.PolicyObjective;
import dev.syncprotocol.training.sequence.SequenceObjective;
import dev.syncprotocol.training.sft.SftObjective;
import java.util.Set;

/** The engine {@code java_ref} (training.md section 5.4). */
public final class ReferenceEngineProvider implements EngineProvider {
    @Override
    public Set<String> keys() {
        return Set.of("java_ref");
    }

    @Override
    public Set<Class<? extends Objective>> objectives() {
        return Set.of(SftObjective.class, SequenceObjective.class, PolicyObjective.class);
    }

    @Override
    public boolean trainsAdapters() {
        return true;
    }

    @Override
    public Engine create() {
        return new ReferenceEngine();
    }
}

package dev.syncprotocol.djl.training;

import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.EngineProvider;
import dev.syncprotocol.training.Objective;
import dev.syncprotocol.training.grpo.GrpoObjective;
import dev.syncprotocol.training.sequence.SequenceObjective;
import dev.syncprotocol.training.sft.SftObjective;
import java.util.Set;

/** The native engine under the keys of a policy that may be compared with where it began. */
public final class DjlPreferenceProvider implements EngineProvider {
    @Override
    public Set<String> keys() {
        return Set.of("pure_pt", "trl_dpo");
    }

    @Override
    public Set<Class<? extends Objective>> objectives() {
        return Set.of(SftObjective.class, SequenceObjective.class, GrpoObjective.class);
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

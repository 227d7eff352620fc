package dev.syncprotocol.djl.training;

import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.EngineProvider;
import dev.syncprotocol.training.Objective;
import dev.syncprotocol.training.rollout.PolicyObjective;
import java.util.Set;

/** The native engine under the key of a policy that learns from its own answers, with a value head where one is asked for. */
public final class DjlPolicyProvider implements EngineProvider {
    @Override
    public Set<String> keys() {
        return Set.of("trl_ppo");
    }

    @Override
    public Set<Class<? extends Objective>> objectives() {
        return Set.of(PolicyObjective.class);
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

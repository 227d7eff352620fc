package dev.syncprotocol.training.ppo;

import dev.syncprotocol.training.PpoKeys;

/**
 * When the remaining epochs over a rollout batch are left out: the two rules behind the name {@code target_kl}
 * (training.md section 6.1).
 *
 * @param rule which of them
 * @param target {@code engine.target_kl}
 */
public record KlStop(PpoKeys.KlRule rule, double target) {
    private static final double LEGACY_FACTOR = 1.5;

    /**
     * Whether this was the last epoch.
     *
     * @param approxKl masked mean of k3 between rollout and update (CleanRL {@code ppo.py} 292)
     * @param policyKl masked mean of {@code old - logp} (TRL v0.11.4 {@code ppo_trainer.py} 899-932)
     */
    public boolean after(double approxKl, double policyKl) {
        return switch (rule) {
            case CLEANRL -> approxKl > target;
            case TRL_LEGACY -> policyKl > LEGACY_FACTOR * target;
            case OFF -> false;
        };
    }
}

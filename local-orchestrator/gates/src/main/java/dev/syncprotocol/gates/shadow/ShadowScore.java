package dev.syncprotocol.gates.shadow;

import java.util.Optional;

/**
 * One item's scores.
 *
 * @param id the item's
 * @param old mean of the old scorer over the repeats
 * @param fresh mean of the new one, penalty taken
 * @param variance of the new one over the repeats, divisor n - 1
 * @param success whether the answer was right, where known
 */
public record ShadowScore(String id, double old, double fresh, double variance, Optional<Boolean> success) {
    /** Above this, strictly, a sample is unstable (S2-2.3b). */
    public static final double MOST_VARIANCE = 0.08;

    /** Whether the repeats disagree too much. */
    public boolean unstable() {
        return variance > MOST_VARIANCE;
    }
}

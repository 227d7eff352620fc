package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.kpi.KpiTarget;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.OptionalDouble;

/**
 * What the loop is to reach.
 *
 * @param text the target's text
 * @param minRecall must be the target's where it is given
 * @param required whether missing the target is a failure
 */
public record TargetWishes(String text, OptionalDouble minRecall, boolean required) {
    private static final double SLACK = 1e-12;

    static TargetWishes of(LoopParameters saved) {
        return new TargetWishes(
                saved.target().text(), OptionalDouble.of(saved.target().minRecall()), saved.requireKpi());
    }

    /**
     * The target.
     *
     * @throws SyncException {@code usage} for a text that is none, or another recall
     */
    KpiTarget target() {
        KpiTarget target = KpiTarget.parse(text);
        Wish.require(
                minRecall.isEmpty() || Math.abs(minRecall.getAsDouble() - target.minRecall()) <= SLACK,
                "--min-recall differs from the target's recall " + target.minRecall());
        return target;
    }
}

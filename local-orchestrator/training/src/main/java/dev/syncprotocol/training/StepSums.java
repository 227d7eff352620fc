package dev.syncprotocol.training;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What the micro-batches of a step gave, added up; for engines. */
public final class StepSums {
    private static final String KL = "kl";

    private double loss;
    private final Map<String, Double> figures = new TreeMap<>();

    /** Adds a share of the loss and of the logged means. */
    public void add(double share, Map<String, Double> shares) {
        loss += share;
        shares.forEach((name, part) -> figures.merge(name, part, Double::sum));
    }

    /** The loss of the whole batch. */
    public double loss() {
        return loss;
    }

    /** Whether one can go on from the loss and a gradient of this norm. */
    public boolean isFiniteWith(double norm) {
        return Double.isFinite(loss) && Double.isFinite(norm);
    }

    /** As an evaluation over so many labels or examples. */
    public EvalStats evaluation(long count) {
        return new EvalStats(loss, count, figures);
    }

    /**
     * As a training step.
     *
     * @param rate its learning rate
     * @param norm of the gradient, before clipping
     * @param updates since the run began, this one included
     * @param tokens of the batch
     */
    public StepStats step(double rate, double norm, long updates, long tokens) {
        Map<String, Double> more = new TreeMap<>(figures);
        Double kl = more.remove(KL);
        return new StepStats(
                loss,
                kl == null ? OptionalDouble.empty() : OptionalDouble.of(kl),
                OptionalDouble.empty(),
                rate,
                norm,
                updates,
                tokens,
                more);
    }
}

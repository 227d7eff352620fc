package dev.syncprotocol.training.rollout;

import dev.syncprotocol.training.StepStats;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a step over a rollout batch has measured so far. Means are over its mini-batches; {@code kl} is that of the last
 * epoch, since it is what the stop rule judges and the first epoch's is 0 (training.md section 8.2).
 */
public final class PolicyStep {
    private final PolicyObjective objective;
    private final Figures sums = new Figures();
    private double loss;
    private double norm;
    private int measured;
    private int skipped;
    private int epochs;
    private long updates;
    private Figures epoch = new Figures();
    private int epochTokens;
    private Map<String, Double> lastEpoch = Map.of();

    /**
     * What one mini-batch gave.
     *
     * @param loss before its update
     * @param norm of the gradient, before clipping
     * @param tokens its means are over
     * @param figures means by name
     */
    public record Measured(double loss, double norm, int tokens, Map<String, Double> figures) {
        /** Whether one can go on from these numbers. */
        public boolean isFinite() {
            return Double.isFinite(loss) && Double.isFinite(norm);
        }
    }

    /**
     * A step that has measured nothing yet.
     *
     * @param updatesBefore updates since the run began
     */
    public PolicyStep(PolicyObjective objective, long updatesBefore) {
        this.objective = objective;
        this.updates = updatesBefore;
    }

    /** Counts a mini-batch and says whether its update is to be done. */
    public boolean takes(Measured miniBatch) {
        measured++;
        loss += miniBatch.loss();
        norm += miniBatch.norm();
        sums.addAll(miniBatch.figures(), 1);
        epoch.addAll(miniBatch.figures(), miniBatch.tokens());
        epochTokens += miniBatch.tokens();
        boolean taken = objective.updates(miniBatch.figures());
        updates += taken ? 1 : 0;
        skipped += taken ? 0 : 1;
        return taken;
    }

    /** Ends an epoch and says whether it was the last one. */
    public boolean endsWithEpoch() {
        epochs++;
        lastEpoch = divided(epoch.sums(), epochTokens);
        epoch = new Figures();
        epochTokens = 0;
        return objective.stopsAfter(lastEpoch);
    }

    /** The step ends here: the mini-batch's numbers are none, and it is not applied. */
    public PolicyStep brokenBy(Measured miniBatch) {
        measured = 1;
        loss = miniBatch.loss();
        norm = miniBatch.norm();
        return this;
    }

    /** Updates since the run began. */
    public long updates() {
        return updates;
    }

    /** The row of the step. */
    public StepStats stats(double rate, long tokens) {
        Map<String, Double> means = new TreeMap<>(divided(sums.sums(), measured));
        OptionalDouble ratio = taken(means, PolicyObjective.RATIO);
        taken(means, PolicyObjective.KL);
        means.putAll(objective.rolloutFigures());
        means.put("inner_epochs", (double) epochs);
        means.put("skipped_updates", (double) skipped);
        OptionalDouble kl = taken(new TreeMap<>(lastEpoch), PolicyObjective.KL);
        return new StepStats(loss / measured, kl, ratio, rate, norm / measured, updates, tokens, means);
    }

    private static OptionalDouble taken(Map<String, Double> figures, String name) {
        Double value = figures.remove(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static Map<String, Double> divided(Map<String, Double> sums, int by) {
        Map<String, Double> means = new TreeMap<>();
        sums.forEach((name, sum) -> means.put(name, sum / by));
        return means;
    }
}

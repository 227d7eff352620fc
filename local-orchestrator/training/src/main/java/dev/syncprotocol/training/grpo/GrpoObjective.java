package dev.syncprotocol.training.grpo;

import dev.syncprotocol.training.GrpoKeys.RatioLevel;
import dev.syncprotocol.training.GrpoKeys.Reduction;
import dev.syncprotocol.training.rollout.Figures;
import dev.syncprotocol.training.rollout.PolicyLoss;
import dev.syncprotocol.training.rollout.PolicyObjective;
import dev.syncprotocol.training.rollout.PolicyScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * GRPO over one rollout batch, each epoch one update (training.md section 6.2).
 *
 * @param form what is minimised
 * @param epochs over the rollout batch
 * @param targets what the rollout left, a row each
 * @param rolloutFigures what is logged of the rollout
 */
public record GrpoObjective(Form form, int epochs, List<Target> targets, Map<String, Double> rolloutFigures)
        implements PolicyObjective {
    public GrpoObjective {
        targets = List.copyOf(targets);
        rolloutFigures = Map.copyOf(rolloutFigures);
    }

    /**
     * What is minimised.
     *
     * @param loss of an answer's tokens
     * @param reduction from token losses to one number
     * @param logitScale what logits are multiplied by
     * @param maxCompletionLength most tokens of an answer
     * @param itemsInBatch completion tokens of the whole accumulated batch, what {@code dapo} divides by
     */
    public record Form(
            GrpoLoss loss, Reduction reduction, double logitScale, int maxCompletionLength, int itemsInBatch) {}

    /**
     * What the rollout left of an answer.
     *
     * @param length tokens of the answer
     * @param logp of its tokens under the policy that drew them; empty where that is the policy in training itself,
     *     which it is in a single epoch: every ratio is then 1, whatever dropout does (TRL 3054)
     * @param reference the same under the reference; empty where beta is 0
     * @param advantage of the whole answer
     */
    public record Target(int length, Optional<double[]> logp, Optional<double[]> reference, double advantage) {}

    @Override
    public double logitScale() {
        return form.logitScale();
    }

    @Override
    public boolean usesValues() {
        return false;
    }

    @Override
    public int responseLength() {
        return form.maxCompletionLength();
    }

    @Override
    public List<List<Integer>> miniBatches(int epoch, int rows) {
        return List.of(IntStream.range(0, rows).boxed().toList());
    }

    @Override
    public PolicyLoss loss(List<Integer> part, List<PolicyScore> scores, List<Integer> miniBatch) {
        int tokens = miniBatch.stream().mapToInt(this::length).sum();
        Figures figures = new Figures();
        List<PolicyLoss.Slopes> slopes = new ArrayList<>();
        double loss = 0;
        for (int i = 0; i < part.size(); i++) {
            int row = part.get(i);
            Target target = targets.get(row);
            double[] logp = scores.get(i).logp();
            GrpoLoss.Outcome outcome =
                    form.loss().of(logp, target.logp().orElse(logp), target.reference(), target.advantage());
            double weight = weight(row, miniBatch.size(), tokens);
            for (double token : outcome.tokens()) {
                loss += weight * token;
            }
            double[] byLogp = form.loss()
                    .slopes(logp, target.logp().orElse(logp), target.reference(), target.advantage(), weight);
            PolicyLoss.Slopes zeros = PolicyLoss.Slopes.zerosFor(scores.get(i));
            slopes.add(new PolicyLoss.Slopes(byLogp, zeros.entropy(), zeros.values()));
            addFigures(row, outcome, scores.get(i), miniBatch.size(), tokens, figures);
        }
        return new PolicyLoss(loss, slopes, figures.sums());
    }

    /** Each token's share of the loss. */
    private double weight(int row, int rows, int tokens) {
        return switch (form.reduction()) {
            case GRPO -> 1.0 / rows / length(row);
            case BNPO -> 1.0 / tokens;
            case DR_GRPO -> 1.0 / rows / form.maxCompletionLength();
            case DAPO -> 1.0 / form.itemsInBatch();
        };
    }

    private void addFigures(
            int row, GrpoLoss.Outcome outcome, PolicyScore score, int rows, int tokens, Figures figures) {
        if (targets.get(row).reference().isPresent()) {
            figures.add(KL, outcome.klSum() / tokens);
        }
        double share = form.loss().level() == RatioLevel.TOKEN ? 1.0 / tokens : 1.0 / rows / length(row);
        double low = outcome.clippedLow() * share;
        double high = outcome.clippedHigh() * share;
        figures.add("clip_ratio/low_mean", low);
        figures.add("clip_ratio/low_min", low);
        figures.add("clip_ratio/high_mean", high);
        figures.add("clip_ratio/high_max", high);
        figures.add("clip_ratio/region_mean", low + high);
        for (int t = 0; t < length(row); t++) {
            figures.add(RATIO, outcome.ratios()[t] / tokens);
            figures.add("entropy", score.entropy()[t] / tokens);
        }
    }

    private int length(int row) {
        return targets.get(row).length();
    }
}

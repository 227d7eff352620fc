package dev.syncprotocol.training.ppo;

import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.rollout.Figures;
import dev.syncprotocol.training.rollout.KlDivergence;
import dev.syncprotocol.training.rollout.PolicyLoss;
import dev.syncprotocol.training.rollout.PolicyObjective;
import dev.syncprotocol.training.rollout.PolicyScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * PPO over one rollout batch: {@code pg + vf_coef*vf - ent_coef*entropy}, each a masked mean over the mini-batch
 * (training.md section 6.2).
 *
 * @param form what is minimised
 * @param course how often and in which order
 * @param targets what the rollout left, a row each
 * @param rolloutFigures what is logged of the rollout
 */
public record PpoObjective(Form form, Course course, List<Target> targets, Map<String, Double> rolloutFigures)
        implements PolicyObjective {
    /** The figure that {@link KlStop}'s legacy rule looks at: masked mean of {@code old - logp}. */
    static final String POLICY_KL = "policykl";

    public PpoObjective {
        targets = List.copyOf(targets);
        rolloutFigures = Map.copyOf(rolloutFigures);
    }

    /**
     * What is minimised.
     *
     * @param loss of single tokens and values
     * @param vfCoef weight of the value loss
     * @param entCoef weight of the entropy
     * @param logitScale what logits are multiplied by
     * @param responseLength most tokens of a completion
     */
    public record Form(PpoLoss loss, double vfCoef, double entCoef, double logitScale, int responseLength) {}

    /**
     * How often and in which order.
     *
     * @param epochs over the rollout batch
     * @param miniBatches updates of an epoch, where there are enough rows
     * @param stop which epoch is the last
     * @param ratioThreshold mean ratio above which an update is left out
     * @param order random numbers of this step's permutations
     */
    public record Course(int epochs, int miniBatches, KlStop stop, OptionalDouble ratioThreshold, KeyedRandom order) {}

    /**
     * What the rollout left of a row.
     *
     * @param logp of its tokens under the policy that drew them
     * @param advantages of these tokens
     * @param values estimated then, at the positions of {@link TokenRewards#positions}
     * @param returns to learn, at the same positions
     */
    public record Target(double[] logp, double[] advantages, double[] values, double[] returns) {}

    @Override
    public double logitScale() {
        return form.logitScale();
    }

    @Override
    public boolean usesValues() {
        return true;
    }

    @Override
    public int responseLength() {
        return form.responseLength();
    }

    @Override
    public int epochs() {
        return course.epochs();
    }

    @Override
    public List<List<Integer>> miniBatches(int epoch, int rows) {
        return new MiniBatches(course.order(), course.miniBatches()).of(epoch, rows);
    }

    @Override
    public PolicyLoss loss(List<Integer> part, List<PolicyScore> scores, List<Integer> miniBatch) {
        int tokens = miniBatch.stream()
                .mapToInt(row -> targets.get(row).logp().length)
                .sum();
        int values = miniBatch.stream()
                .mapToInt(row -> targets.get(row).values().length)
                .sum();
        Figures figures = new Figures();
        List<PolicyLoss.Slopes> slopes = new ArrayList<>();
        for (int i = 0; i < part.size(); i++) {
            Target target = targets.get(part.get(i));
            PolicyLoss.Slopes row = PolicyLoss.Slopes.zerosFor(scores.get(i));
            addPolicy(target, scores.get(i), tokens, row, figures);
            addValue(target, scores.get(i), values, row, figures);
            slopes.add(row);
        }
        Map<String, Double> sums = figures.sums();
        double loss =
                sums.get("loss_policy") + form.vfCoef() * sums.get("loss_value") - form.entCoef() * sums.get("entropy");
        return new PolicyLoss(loss, slopes, sums);
    }

    @Override
    public boolean updates(Map<String, Double> miniBatch) {
        return course.ratioThreshold().isEmpty()
                || miniBatch.get(RATIO) <= course.ratioThreshold().getAsDouble();
    }

    @Override
    public boolean stopsAfter(Map<String, Double> epoch) {
        return course.stop().after(epoch.get(KL), epoch.get(POLICY_KL));
    }

    private void addPolicy(Target target, PolicyScore score, int tokens, PolicyLoss.Slopes slopes, Figures figures) {
        for (int t = 0; t < target.logp().length; t++) {
            double logp = score.logp()[t];
            double old = target.logp()[t];
            PpoLoss.Term term = form.loss().policy(logp, old, target.advantages()[t]);
            slopes.logp()[t] = term.slope() / tokens;
            slopes.entropy()[t] = -form.entCoef() / tokens;
            figures.add("loss_policy", term.loss() / tokens);
            figures.add("clipfrac", (term.clipped() ? 1.0 : 0.0) / tokens);
            figures.add("approxkl", KlDivergence.k2(logp, old) / tokens);
            figures.add(POLICY_KL, (old - logp) / tokens);
            figures.add(KL, KlDivergence.k3(old, logp) / tokens);
            figures.add(RATIO, Math.exp(logp - old) / tokens);
            figures.add("entropy", score.entropy()[t] / tokens);
        }
    }

    private void addValue(Target target, PolicyScore score, int values, PolicyLoss.Slopes slopes, Figures figures) {
        for (int t = 0; t < target.values().length; t++) {
            PpoLoss.Term term = form.loss().value(score.values()[t], target.values()[t], target.returns()[t]);
            slopes.values()[t] = form.vfCoef() * term.slope() / values;
            figures.add("loss_value", term.loss() / values);
            figures.add("vf_clipfrac", (term.clipped() ? 1.0 : 0.0) / values);
        }
    }
}

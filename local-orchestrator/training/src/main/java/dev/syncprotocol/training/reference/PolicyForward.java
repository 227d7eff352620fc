package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.rollout.PolicyEngine.Scoring;
import dev.syncprotocol.training.rollout.PolicyGrid;
import dev.syncprotocol.training.rollout.PolicyLoss.Slopes;
import dev.syncprotocol.training.rollout.PolicyScore;
import dev.syncprotocol.training.rollout.TokenDistribution;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What a model says about the completions of a batch.
 *
 * @param forward its pass
 * @param grid where the completions are
 * @param scoring what is looked at
 */
record PolicyForward(Forward forward, PolicyGrid grid, Scoring scoring) {

    static PolicyForward of(Batch batch, Scoring scoring, Forward.Pass pass) {
        return new PolicyForward(Forward.of(batch, pass), new PolicyGrid(batch, scoring.responseLength()), scoring);
    }

    /** The numbers of each row. */
    List<PolicyScore> scores() {
        int[] positions = grid.positions();
        int[] targets = grid.targets();
        double[] logp = new double[positions.length];
        double[] entropy = new double[positions.length];
        for (int i = 0; i < positions.length; i++) {
            TokenDistribution distribution = distribution(positions[i]);
            logp[i] = distribution.logp()[targets[i]];
            entropy[i] = distribution.entropy();
        }
        double[] values = scoring.withValues()
                ? Arrays.stream(grid.valuePositions())
                        .mapToDouble(forward::value)
                        .toArray()
                : new double[0];
        return grid.scores(logp, entropy, values);
    }

    /** Carries a loss with these slopes back to the parameters. */
    void carryBack(List<Slopes> slopes) {
        double[] byLogp = flat(slopes, Slopes::logp);
        double[] byEntropy = flat(slopes, Slopes::entropy);
        int[] positions = grid.positions();
        int[] targets = grid.targets();
        for (int i = 0; i < positions.length; i++) {
            forward.addSlopes(positions[i], byLogits(distribution(positions[i]), targets[i], byLogp[i], byEntropy[i]));
        }
        double[] byValue = flat(slopes, Slopes::values);
        for (int i = 0; i < byValue.length; i++) {
            forward.addValueSlope(grid.valuePositions()[i], byValue[i]);
        }
        forward.carryBack();
    }

    /** {@code d logp/dz = c (onehot - p)}, {@code d entropy/dz = -c p (log p + entropy)}, c the scale of the logits. */
    private double[] byLogits(TokenDistribution distribution, int target, double byLogp, double byEntropy) {
        double[] logp = distribution.logp();
        double entropy = distribution.entropy();
        double[] slopes = new double[logp.length];
        for (int k = 0; k < slopes.length; k++) {
            double p = Math.exp(logp[k]);
            double ofLogp = (k == target ? 1 : 0) - p;
            double ofEntropy = p == 0 ? 0 : -p * (logp[k] + entropy);
            slopes[k] = scoring.logitScale() * (byLogp * ofLogp + byEntropy * ofEntropy);
        }
        return slopes;
    }

    private TokenDistribution distribution(int position) {
        return TokenDistribution.of(Arrays.stream(forward.at(position))
                .map(z -> z * scoring.logitScale())
                .toArray());
    }

    private static double[] flat(List<Slopes> slopes, Function<Slopes, double[]> kind) {
        return slopes.stream().map(kind).flatMapToDouble(Arrays::stream).toArray();
    }
}

package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.rollout.PolicyEngine.Scoring;
import dev.syncprotocol.training.rollout.PolicyGrid;
import dev.syncprotocol.training.rollout.PolicyLoss.Slopes;
import dev.syncprotocol.training.rollout.PolicyScore;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a model says about the completions of a batch. Only the positions that count go through the output layer: a prompt
 * costs no logits.
 *
 * @param grid where these positions are
 * @param hidden what the last layer made of the batch, rows by columns by width
 * @param last the same, where a graph of its own begins; the same array where there is no value head
 * @param tokens predictions of the completions' tokens
 * @param values m by 1, where there are any
 */
record PolicyPredictions(
        PolicyGrid grid, NDArray hidden, NDArray last, TokenPredictions tokens, Optional<NDArray> values) {

    /** Of this batch; recorded where the caller records. */
    static PolicyPredictions of(
            Batch batch, Scoring scoring, TorchModel model, Pass pass, StepScope scope, TorchRuntime runtime) {
        PolicyGrid grid = new PolicyGrid(batch, scoring.responseLength());
        NDArray hidden = model.hidden(batch, pass, scope);
        NDArray last = scoring.withValues() ? leaf(hidden) : hidden;
        NDArray chosen = TokenPredictions.chosen(last, grid.positions(), scope);
        NDArray scaled = scoring.logitScale() == 1 ? chosen : chosen.mul(runtime.constant(scoring.logitScale()));
        Optional<NDArray> values = scoring.withValues()
                ? Optional.of(model.values(TokenPredictions.chosen(last, grid.valuePositions(), scope), pass))
                : Optional.empty();
        return new PolicyPredictions(
                grid, hidden, last, new TokenPredictions(model.head(scaled, pass), grid.targets(), runtime), values);
    }

    /** The numbers themselves. */
    List<PolicyScore> scores() {
        TokenPredictions.Figures figures = tokens.figures();
        return grid.scores(
                figures.logp(),
                figures.entropy(),
                values.map(TorchRuntime::doublesOf).orElse(new double[0]));
    }

    /** Sends a loss with these slopes back. Both heads meet at the hidden states, which are gone through once. */
    void backward(List<Slopes> slopes, StepScope scope, TorchRuntime runtime) {
        double[] byEntropy = flat(slopes, Slopes::entropy);
        boolean entropyCounts = Arrays.stream(byEntropy).anyMatch(slope -> slope != 0);
        tokens.backward(flat(slopes, Slopes::logp), entropyCounts ? Optional.of(byEntropy) : Optional.empty());
        if (values.isPresent()) {
            double[] byValue = flat(slopes, Slopes::values);
            GradMode.backward(
                    values.get(), scope.of(Tensor.ofDoubles(new long[] {byValue.length, 1}, byValue), runtime));
            GradMode.backward(hidden, last.getGradient());
        }
    }

    private static NDArray leaf(NDArray hidden) {
        NDArray leaf = hidden.stopGradient();
        leaf.setRequiresGradient(GradMode.isRecording());
        return leaf;
    }

    private static double[] flat(List<Slopes> slopes, Function<Slopes, double[]> kind) {
        return slopes.stream().map(kind).flatMapToDouble(Arrays::stream).toArray();
    }
}

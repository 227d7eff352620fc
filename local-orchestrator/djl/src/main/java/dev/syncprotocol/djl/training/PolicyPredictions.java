package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;
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
 * @param logp log-probabilities of the completions' tokens, n by 1
 * @param entropy of these predictions, n by 1
 * @param values m by 1, where there are any
 */
record PolicyPredictions(PolicyGrid grid, NDArray logp, NDArray entropy, Optional<NDArray> values) {

    /** Of this batch; recorded where the caller records. */
    static PolicyPredictions of(
            Batch batch, Scoring scoring, TorchModel model, Pass pass, StepScope scope, TorchRuntime runtime) {
        PolicyGrid grid = new PolicyGrid(batch, scoring.responseLength());
        NDArray hidden = model.hidden(batch, pass, scope);
        NDArray flat = hidden.reshape(
                (long) batch.rows() * batch.inputIds().columns(),
                hidden.getShape().get(2));
        NDArray logits = model.head(chosen(flat, grid.positions(), scope), pass);
        NDArray all = logits.mul(runtime.constant(scoring.logitScale())).logSoftmax(1);
        int[] targets = grid.targets();
        NDArray logp = all.gather(scope.longs(wide(targets), targets.length, 1), 1);
        NDArray entropy = all.exp().mul(all).sum(new int[] {1}, true).neg();
        Optional<NDArray> values = scoring.withValues()
                ? Optional.of(model.values(chosen(flat, grid.valuePositions(), scope), pass))
                : Optional.empty();
        return new PolicyPredictions(grid, logp, entropy, values);
    }

    /** The numbers themselves. */
    List<PolicyScore> scores() {
        return grid.scores(
                TorchRuntime.doublesOf(logp),
                TorchRuntime.doublesOf(entropy),
                values.map(TorchRuntime::doublesOf).orElse(new double[0]));
    }

    /** A scalar whose gradient is that of a loss with these slopes. */
    NDArray slope(List<Slopes> slopes, StepScope scope, TorchRuntime runtime) {
        NDArray sum = logp.mul(weights(slopes, Slopes::logp, scope, runtime)).sum();
        if (slopes.stream().anyMatch(row -> Arrays.stream(row.entropy()).anyMatch(slope -> slope != 0))) {
            sum = sum.add(entropy.mul(weights(slopes, Slopes::entropy, scope, runtime))
                    .sum());
        }
        return values.isEmpty()
                ? sum
                : sum.add(values.get()
                        .mul(weights(slopes, Slopes::values, scope, runtime))
                        .sum());
    }

    /** Rows of a matrix, through which gradients flow. */
    private static NDArray chosen(NDArray matrix, int[] rows, StepScope scope) {
        return matrix.getNDArrayInternal()
                .embedding(scope.longs(wide(rows), rows.length), matrix, SparseFormat.DENSE)
                .singletonOrThrow();
    }

    private static NDArray weights(
            List<Slopes> slopes, Function<Slopes, double[]> kind, StepScope scope, TorchRuntime runtime) {
        double[] flat =
                slopes.stream().map(kind).flatMapToDouble(Arrays::stream).toArray();
        return scope.of(Tensor.ofDoubles(new long[] {flat.length, 1}, flat), runtime);
    }

    private static long[] wide(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }
}

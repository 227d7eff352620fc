package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.sequence.SequenceGrid;
import dev.syncprotocol.training.sequence.SequenceLoss;
import dev.syncprotocol.training.sequence.SequenceObjective;
import dev.syncprotocol.training.sequence.SequenceScore;
import dev.syncprotocol.training.sequence.SequenceTotals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Any objective of the rows' log-probabilities. The objective itself runs in doubles on the rows' sums and gives its
 * slopes by them; libtorch differentiates {@code sum(slope * log-probability)}, whose gradient is that of the loss.
 */
record SequenceWork(SequenceObjective objective, SequenceTotals totals, TorchModel model, TorchRuntime runtime)
        implements Work {

    /**
     * The work of a step; constant rows are scored here, micro-batch by micro-batch.
     *
     * @param examples of a micro-batch
     */
    static SequenceWork of(
            SequenceObjective objective, Batch batch, int examples, TorchModel model, TorchRuntime runtime) {
        SequenceWork work = new SequenceWork(objective, new SequenceTotals(batch), model, runtime);
        if (objective.constantRoles().isEmpty()) {
            return work;
        }
        Batch constant = batch.only(objective.constantRoles()::contains);
        List<SequenceScore> scores = new ArrayList<>();
        for (int from = 0; from < constant.rows(); from += examples) {
            Batch micro = constant.slice(from, Math.min(from + examples, constant.rows()));
            scores.addAll(work.constants(micro.trimmed()));
        }
        return new SequenceWork(objective, new SequenceTotals(batch, scores), model, runtime);
    }

    @Override
    public int rowsPerExample() {
        return objective.examples().rows();
    }

    @Override
    public long count() {
        return totals.batch().rows() / rowsPerExample();
    }

    @Override
    public Share share(Batch micro, Pass pass, StepScope scope) {
        SequenceGrid grid = new SequenceGrid(learned(micro));
        Pass trained = objective.dropsOut() ? pass : Pass.MEASURING;
        Predictions policy = Predictions.of(model.logits(grid.batch(), trained, scope), grid, scope);
        SequenceLoss loss =
                GradMode.without(() -> objective.loss(grid.scores(policy.figures(), reference(grid, scope)), totals));
        NDArray weights = weights(grid.weights(loss.slopes(), loss.wholeSlopes()), scope);
        return new Share(policy.logp().mul(weights).sum(), loss.loss(), loss.figures());
    }

    private Batch learned(Batch micro) {
        return objective.constantRoles().isEmpty()
                ? micro
                : micro.only(role -> !objective.constantRoles().contains(role)).trimmed();
    }

    private List<SequenceScore> constants(Batch micro) {
        SequenceGrid grid = new SequenceGrid(micro);
        try (StepScope scope = runtime.openScope()) {
            return GradMode.without(() -> {
                Predictions policy = Predictions.of(model.logits(micro, Pass.MEASURING, scope), grid, scope);
                return grid.scores(policy.figures(), reference(grid, scope));
            });
        }
    }

    private Optional<double[]> reference(SequenceGrid grid, StepScope scope) {
        return objective.comparesWithReference()
                ? Optional.of(Predictions.of(model.logits(grid.batch(), Pass.REFERENCE, scope), grid, scope)
                        .logps())
                : Optional.empty();
    }

    private NDArray weights(double[] values, StepScope scope) {
        return scope.of(Tensor.ofDoubles(new long[] {values.length, 1}, values), runtime);
    }

    /**
     * What a model says at every position.
     *
     * @param logits positions by vocabulary
     * @param all logarithms of their softmax
     * @param logp those of the tokens predicted, positions by 1
     * @param targets these tokens
     */
    private record Predictions(NDArray logits, NDArray all, NDArray logp, NDArray targets) {
        static Predictions of(NDArray logits, SequenceGrid grid, StepScope scope) {
            long[] tokens = Arrays.stream(grid.targets()).asLongStream().toArray();
            NDArray targets = scope.longs(tokens, tokens.length, 1);
            NDArray flat = logits.reshape(tokens.length, logits.getShape().get(2));
            NDArray all = flat.logSoftmax(1);
            return new Predictions(flat, all, all.gather(targets, 1), targets);
        }

        double[] logps() {
            return TorchRuntime.doublesOf(logp);
        }

        SequenceGrid.Figures figures() {
            NDArray hits = all.argMax(1).reshape(targets.getShape()).eq(targets);
            NDArray negentropy = all.exp().mul(all).sum(new int[] {1});
            return new SequenceGrid.Figures(
                    logps(),
                    Arrays.stream(TorchRuntime.doublesOf(negentropy))
                            .map(value -> -value)
                            .toArray(),
                    TorchRuntime.doublesOf(hits.toType(all.getDataType(), false)),
                    TorchRuntime.doublesOf(logits.mean(new int[] {1})));
        }
    }
}

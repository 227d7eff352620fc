package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.TokenPredictions.Also;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.sequence.SequenceGrid;
import dev.syncprotocol.training.sequence.SequenceLoss;
import dev.syncprotocol.training.sequence.SequenceObjective;
import dev.syncprotocol.training.sequence.SequenceScore;
import dev.syncprotocol.training.sequence.SequenceTotals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Any objective of the rows' log-probabilities. The objective itself runs in doubles on the rows' sums and gives its
 * slopes by them.
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
        TokenPredictions policy = predictions(grid, objective.dropsOut() ? pass : Pass.MEASURING, scope);
        SequenceLoss loss = objective.loss(scores(grid, policy, scope), totals);
        double[] slopes = grid.weights(loss.slopes(), loss.wholeSlopes());
        return new Share(() -> policy.backward(slopes, Optional.empty()), loss.loss(), loss.figures());
    }

    private Batch learned(Batch micro) {
        return objective.constantRoles().isEmpty()
                ? micro
                : micro.only(role -> !objective.constantRoles().contains(role)).trimmed();
    }

    private List<SequenceScore> constants(Batch micro) {
        SequenceGrid grid = new SequenceGrid(micro);
        try (StepScope scope = runtime.openScope()) {
            return GradMode.without(() -> scores(grid, predictions(grid, Pass.MEASURING, scope), scope));
        }
    }

    private List<SequenceScore> scores(SequenceGrid grid, TokenPredictions policy, StepScope scope) {
        TokenPredictions.Figures figures = policy.figures(Also.CORRECT, Also.MEAN_LOGIT);
        return grid.scores(
                new SequenceGrid.Figures(figures.logp(), figures.entropy(), figures.correct(), figures.meanLogit()),
                reference(grid, scope));
    }

    private Optional<double[]> reference(SequenceGrid grid, StepScope scope) {
        return objective.comparesWithReference()
                ? Optional.of(GradMode.without(
                        () -> predictions(grid, Pass.REFERENCE, scope).logps()))
                : Optional.empty();
    }

    private TokenPredictions predictions(SequenceGrid grid, Pass pass, StepScope scope) {
        NDArray hidden = TokenPredictions.chosen(model.hidden(grid.batch(), pass, scope), grid.positions(), scope);
        return new TokenPredictions(model.head(hidden, pass), grid.targets(), runtime);
    }
}

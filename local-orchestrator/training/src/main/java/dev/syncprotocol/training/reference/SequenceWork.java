package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.sequence.SequenceGrid;
import dev.syncprotocol.training.sequence.SequenceLoss;
import dev.syncprotocol.training.sequence.SequenceObjective;
import dev.syncprotocol.training.sequence.SequenceScore;
import dev.syncprotocol.training.sequence.SequenceTotals;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Any objective of the rows' log-probabilities. */
record SequenceWork(SequenceObjective objective, SequenceTotals totals, RowModel model) implements Work {

    /** The work of a step; constant rows are scored here. */
    static SequenceWork of(SequenceObjective objective, Batch batch, RowModel model) {
        SequenceWork bare = new SequenceWork(objective, new SequenceTotals(batch), model);
        if (objective.constantRoles().isEmpty()) {
            return bare;
        }
        SequenceGrid grid = new SequenceGrid(batch.only(objective.constantRoles()::contains));
        Forward policy = bare.forward(grid.batch(), Optional.empty());
        List<SequenceScore> constants = grid.scores(figures(grid, policy), bare.reference(grid));
        return new SequenceWork(objective, new SequenceTotals(batch, constants), model);
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
    public Share share(Batch micro, Optional<Dropout> dropout) {
        SequenceGrid grid =
                new SequenceGrid(micro.only(role -> !objective.constantRoles().contains(role)));
        Forward policy = forward(grid.batch(), objective.dropsOut() ? dropout : Optional.empty());
        SequenceLoss loss = objective.loss(grid.scores(figures(grid, policy), reference(grid)), totals);
        addSlopes(grid, policy, grid.weights(loss.slopes(), loss.wholeSlopes()));
        return new Share(loss.loss(), loss.figures(), policy);
    }

    /** The slope of a log-probability by the logits is {@code onehot - softmax}. */
    private static void addSlopes(SequenceGrid grid, Forward policy, double[] weights) {
        int[] targets = grid.targets();
        for (int position = 0; position < weights.length; position++) {
            if (weights[position] != 0) {
                double[] slopes = LogSoftmax.of(policy.at(position));
                for (int k = 0; k < slopes.length; k++) {
                    slopes[k] = weights[position] * ((k == targets[position] ? 1 : 0) - Math.exp(slopes[k]));
                }
                policy.addSlopes(position, slopes);
            }
        }
    }

    private Forward forward(Batch batch, Optional<Dropout> dropout) {
        return Forward.of(batch, (tokens, tape) -> model.output(tokens, dropout, tape));
    }

    private Optional<double[]> reference(SequenceGrid grid) {
        return objective.comparesWithReference()
                ? Optional.of(figures(grid, Forward.of(grid.batch(), model::referenceOutput))
                        .logp())
                : Optional.empty();
    }

    private static SequenceGrid.Figures figures(SequenceGrid grid, Forward forward) {
        int[] targets = grid.targets();
        double[] logp = new double[targets.length];
        double[] entropy = new double[targets.length];
        double[] correct = new double[targets.length];
        double[] mean = new double[targets.length];
        for (int position = 0; position < targets.length; position++) {
            if (forward.isReal(position)) {
                double[] logits = forward.at(position);
                double[] all = LogSoftmax.of(logits);
                logp[position] = all[targets[position]];
                entropy[position] = -Arrays.stream(all)
                        .map(value -> value * Math.exp(value))
                        .sum();
                correct[position] = Arrays.stream(all).max().orElseThrow() == logp[position] ? 1 : 0;
                mean[position] = Arrays.stream(logits).average().orElseThrow();
            }
        }
        return new SequenceGrid.Figures(logp, entropy, correct, mean);
    }
}

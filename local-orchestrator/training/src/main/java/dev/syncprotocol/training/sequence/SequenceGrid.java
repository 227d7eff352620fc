package dev.syncprotocol.training.sequence;

import dev.syncprotocol.training.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which token each position of a batch predicts, and what it belongs to. Positions are flat, row by row; position t of a
 * row predicts its token t + 1.
 *
 * @param batch rows of any length, padded
 */
public record SequenceGrid(Batch batch) {

    /**
     * What a model says at every position, flat.
     *
     * @param logp log-probability of the token predicted
     * @param entropy of the prediction
     * @param correct 1 where the token is the likeliest one, else 0
     * @param meanLogit mean of the logits over the vocabulary
     */
    public record Figures(double[] logp, double[] entropy, double[] correct, double[] meanLogit) {}

    /** The token each position predicts; 0 where none counts. */
    public int[] targets() {
        int[] targets = new int[positions()];
        for (int position = 0; position < targets.length; position++) {
            if (inWhole(position)) {
                targets[position] = batch.inputIds().at(row(position), column(position) + 1);
            }
        }
        return targets;
    }

    /** The derivative by each position's log-probability, from those by the rows' sums. */
    public double[] weights(double[] slopes, double[] wholeSlopes) {
        double[] weights = new double[positions()];
        for (int position = 0; position < weights.length; position++) {
            int row = row(position);
            weights[position] = (inCompletion(position) ? slopes[row] : 0) + (inWhole(position) ? wholeSlopes[row] : 0);
        }
        return weights;
    }

    /**
     * The rows' scores.
     *
     * @param policy of every position
     * @param reference the log-probabilities under the reference, where one is asked for
     */
    public List<SequenceScore> scores(Figures policy, Optional<double[]> reference) {
        double[] compared = reference.orElseGet(() -> new double[positions()]);
        List<SequenceScore> scores = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            scores.add(new SequenceScore(
                    batch.roles().get(row),
                    completionTokens(row),
                    sum(policy.logp(), row, false),
                    sum(compared, row, false),
                    wholeTokens(row),
                    sum(policy.logp(), row, true),
                    sum(policy.entropy(), row, false),
                    sum(policy.correct(), row, false),
                    sum(policy.meanLogit(), row, false)));
        }
        return scores;
    }

    /** Completion tokens of a row. */
    int completionTokens(int row) {
        return (int) sum(ones(), row, false);
    }

    /** Predicted tokens of a row, its prompt's too. */
    int wholeTokens(int row) {
        return (int) sum(ones(), row, true);
    }

    private double sum(double[] values, int row, boolean whole) {
        double sum = 0;
        int columns = batch.inputIds().columns();
        for (int position = row * columns; position < (row + 1) * columns; position++) {
            if (whole ? inWhole(position) : inCompletion(position)) {
                sum += values[position];
            }
        }
        return sum;
    }

    private double[] ones() {
        double[] ones = new double[positions()];
        Arrays.fill(ones, 1);
        return ones;
    }

    private boolean inCompletion(int position) {
        int next = column(position) + 1;
        return next < batch.labels().columns() && batch.labels().at(row(position), next) != Batch.IGNORED;
    }

    private boolean inWhole(int position) {
        Batch.Span span = batch.spans().get(row(position));
        return column(position) >= span.from() && column(position) + 1 < span.to();
    }

    private int positions() {
        return batch.rows() * batch.inputIds().columns();
    }

    private int row(int position) {
        return position / batch.inputIds().columns();
    }

    private int column(int position) {
        return position % batch.inputIds().columns();
    }
}

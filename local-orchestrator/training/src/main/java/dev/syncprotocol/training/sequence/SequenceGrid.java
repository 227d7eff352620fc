package dev.syncprotocol.training.sequence;

import dev.syncprotocol.training.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which positions of a batch predict a token, and what they belong to. Positions are flat, row by row; position t of a row
 * predicts its token t + 1. Arrays hold a number for each of {@link #positions}, in their order.
 *
 * @param batch rows of any length, padded
 */
public record SequenceGrid(Batch batch) {

    /**
     * What a model says at each position.
     *
     * @param logp log-probability of the token predicted
     * @param entropy of the prediction
     * @param correct 1 where the token is the likeliest one, else 0
     * @param meanLogit mean of the logits over the vocabulary
     */
    public record Figures(double[] logp, double[] entropy, double[] correct, double[] meanLogit) {}

    /** Positions before a token of their row, its prompt's tokens among them. */
    public int[] positions() {
        return IntStream.range(0, batch.rows() * columns())
                .filter(this::inWhole)
                .toArray();
    }

    /** The token each position predicts. */
    public int[] targets() {
        return Arrays.stream(positions())
                .map(position -> batch.inputIds().at(row(position), column(position) + 1))
                .toArray();
    }

    /** The derivative by each position's log-probability, from those by the rows' sums. */
    public double[] weights(double[] slopes, double[] wholeSlopes) {
        return Arrays.stream(positions())
                .mapToDouble(
                        position -> (inCompletion(position) ? slopes[row(position)] : 0) + wholeSlopes[row(position)])
                .toArray();
    }

    /**
     * The rows' scores.
     *
     * @param policy of every position
     * @param reference the log-probabilities under the reference, where one is asked for
     */
    public List<SequenceScore> scores(Figures policy, Optional<double[]> reference) {
        Sums sums = new Sums(positions());
        double[] compared = reference.orElseGet(() -> new double[sums.positions.length]);
        List<SequenceScore> scores = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            scores.add(new SequenceScore(
                    batch.roles().get(row),
                    completionTokens(row),
                    sums.of(policy.logp(), row, false),
                    sums.of(compared, row, false),
                    wholeTokens(row),
                    sums.of(policy.logp(), row, true),
                    sums.of(policy.entropy(), row, false),
                    sums.of(policy.correct(), row, false),
                    sums.of(policy.meanLogit(), row, false)));
        }
        return scores;
    }

    /** Completion tokens of a row. */
    int completionTokens(int row) {
        return (int) ofRow(row).filter(this::inCompletion).count();
    }

    /** Predicted tokens of a row, its prompt's too. */
    int wholeTokens(int row) {
        return (int) ofRow(row).filter(this::inWhole).count();
    }

    private IntStream ofRow(int row) {
        return IntStream.range(row * columns(), (row + 1) * columns());
    }

    private boolean inCompletion(int position) {
        int next = column(position) + 1;
        return next < batch.labels().columns() && batch.labels().at(row(position), next) != Batch.IGNORED;
    }

    private boolean inWhole(int position) {
        Batch.Span span = batch.spans().get(row(position));
        return column(position) >= span.from() && column(position) + 1 < span.to();
    }

    private int columns() {
        return batch.inputIds().columns();
    }

    private int row(int position) {
        return position / columns();
    }

    private int column(int position) {
        return position % columns();
    }

    /** Adds up numbers of positions. */
    private final class Sums {
        private final int[] positions;

        Sums(int[] positions) {
            this.positions = positions;
        }

        double of(double[] values, int row, boolean whole) {
            double sum = 0;
            for (int i = 0; i < positions.length; i++) {
                boolean counts = row(positions[i]) == row && (whole || inCompletion(positions[i]));
                sum += counts ? values[i] : 0;
            }
            return sum;
        }
    }
}

package dev.syncprotocol.training.rollout;

import dev.syncprotocol.training.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Where the completions of a batch stand. Positions are flat, row by row; position t of a row predicts its token t + 1 and
 * carries the value at that token.
 *
 * @param batch rows whose labels are their completions
 * @param responseLength most tokens of a completion
 */
public record PolicyGrid(Batch batch, int responseLength) {

    /** Positions that predict a completion's token, row after row. */
    public int[] positions() {
        return flat(row -> range(first(row), length(row)));
    }

    /** The tokens they predict. */
    public int[] targets() {
        int columns = batch.inputIds().columns();
        return Arrays.stream(positions())
                .map(position -> batch.inputIds().at(position / columns, position % columns + 1))
                .toArray();
    }

    /** Positions that have a value: the same, and the one after where the response has room for it. */
    public int[] valuePositions() {
        return flat(row -> range(first(row), values(row)));
    }

    /**
     * The rows' scores from flat numbers.
     *
     * @param logp at {@link #positions}
     * @param entropy likewise
     * @param values at {@link #valuePositions}; empty without a value head
     */
    public List<PolicyScore> scores(double[] logp, double[] entropy, double[] values) {
        List<PolicyScore> scores = new ArrayList<>();
        int token = 0;
        int value = 0;
        for (int row = 0; row < batch.rows(); row++) {
            int nextValue = values.length == 0 ? 0 : value + values(row);
            scores.add(new PolicyScore(
                    Arrays.copyOfRange(logp, token, token + length(row)),
                    Arrays.copyOfRange(entropy, token, token + length(row)),
                    Arrays.copyOfRange(values, value, nextValue)));
            token += length(row);
            value = nextValue;
        }
        return scores;
    }

    private int[] flat(Function<Integer, IntStream> ofRow) {
        return IntStream.range(0, batch.rows()).boxed().flatMapToInt(ofRow).toArray();
    }

    private static IntStream range(int from, int count) {
        return IntStream.range(from, from + count);
    }

    /** The position before a row's completion. */
    private int first(int row) {
        return row * batch.inputIds().columns() + batch.spans().get(row).to() - length(row) - 1;
    }

    /** Tokens of a row's completion: its labels. */
    private int length(int row) {
        return (int) IntStream.range(1, batch.labels().columns())
                .filter(column -> batch.labels().at(row, column) != Batch.IGNORED)
                .count();
    }

    private int values(int row) {
        return Math.min(length(row) + 1, responseLength);
    }
}

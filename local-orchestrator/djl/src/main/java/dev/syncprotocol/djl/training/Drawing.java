package dev.syncprotocol.djl.training;

import dev.syncprotocol.training.TokenGrid;
import dev.syncprotocol.training.rollout.Completion;
import dev.syncprotocol.training.rollout.Sampling;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Completions in the making, a column at a time. */
final class Drawing {
    private final int firstRow;
    private final Sampling sampling;
    private final int[][] tokens;
    private final int[] lengths;
    private final boolean[] ended;
    private int position;

    Drawing(int rows, int firstRow, Sampling sampling) {
        this.firstRow = firstRow;
        this.sampling = sampling;
        this.tokens = new int[rows][sampling.keys().maxTokens()];
        this.lengths = new int[rows];
        this.ended = new boolean[rows];
    }

    /** Whether every row has an end or as many tokens as it may. */
    boolean isDone() {
        return position == sampling.keys().maxTokens()
                || IntStream.range(0, ended.length).allMatch(row -> ended[row]);
    }

    /** The next column; a row that has its end repeats it, and nobody looks. */
    TokenGrid next(double[][] logits) {
        int[][] column = new int[tokens.length][1];
        for (int row = 0; row < tokens.length; row++) {
            if (!ended[row]) {
                int token = sampling.next(logits[row], (long) firstRow + row, position);
                tokens[row][lengths[row]++] = token;
                ended[row] = sampling.stops().contains(token);
            }
            column[row][0] = tokens[row][lengths[row] - 1];
        }
        position++;
        return TokenGrid.of(column);
    }

    List<Completion> completions() {
        return IntStream.range(0, tokens.length)
                .mapToObj(row -> new Completion(Arrays.copyOf(tokens[row], lengths[row]), ended[row]))
                .toList();
    }
}

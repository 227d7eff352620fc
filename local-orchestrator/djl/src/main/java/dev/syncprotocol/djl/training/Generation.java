package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.TokenGrid;
import dev.syncprotocol.training.rollout.Completion;
import dev.syncprotocol.training.rollout.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Draws completions token after token with a key-value cache, many rows at once, without a graph and without dropout. Rows
 * are padded on the left, so that all of them grow at one column.
 *
 * @param model the policy
 * @param runtime where it lives
 * @param rowsAtOnce how many rows grow together; it changes no sample
 */
record Generation(TorchModel model, TorchRuntime runtime, int rowsAtOnce) {

    /** A completion for each prompt. */
    List<Completion> of(List<int[]> prompts, Sampling sampling) {
        List<Completion> completions = new ArrayList<>();
        for (int from = 0; from < prompts.size(); from += rowsAtOnce) {
            List<int[]> part = prompts.subList(from, Math.min(from + rowsAtOnce, prompts.size()));
            completions.addAll(drawn(part, from, sampling));
        }
        return completions;
    }

    private List<Completion> drawn(List<int[]> prompts, int firstRow, Sampling sampling) {
        Drawing drawing = new Drawing(prompts.size(), firstRow, sampling);
        int width = prompts.stream().mapToInt(prompt -> prompt.length).max().orElseThrow();
        int[] firsts =
                prompts.stream().mapToInt(prompt -> width - prompt.length).toArray();
        TokenGrid tokens = TokenGrid.of(
                prompts.stream().map(prompt -> leftPadded(prompt, width)).toArray(int[][]::new));
        try (KeyValueCache cache = new KeyValueCache(runtime)) {
            while (!drawing.isDone()) {
                tokens = drawing.next(logits(tokens, firsts, cache));
            }
        }
        return drawing.completions();
    }

    /** Logits after the newest column, rows by vocabulary. */
    double[][] logits(TokenGrid tokens, int[] firsts, Past past) {
        try (StepScope scope = runtime.openScope()) {
            return GradMode.without(() -> {
                NDArray hidden = model.hidden(tokens, firsts, past, Pass.MEASURING, scope);
                long width = hidden.getShape().get(2);
                NDArray last = tokens.columns() == 1
                        ? hidden
                        : hidden.split(new long[] {tokens.columns() - 1L}, 1).get(1);
                return rows(model.head(last.reshape(tokens.rows(), width), Pass.MEASURING));
            });
        }
    }

    private static double[][] rows(NDArray matrix) {
        double[] flat = TorchRuntime.doublesOf(matrix);
        int columns = Math.toIntExact(matrix.getShape().get(1));
        double[][] rows = new double[flat.length / columns][];
        Arrays.setAll(rows, row -> Arrays.copyOfRange(flat, row * columns, (row + 1) * columns));
        return rows;
    }

    /** The token before a prompt is never looked at; it only has to be one. */
    private static int[] leftPadded(int[] prompt, int width) {
        int[] padded = new int[width];
        System.arraycopy(prompt, 0, padded, width - prompt.length, prompt.length);
        return padded;
    }
}

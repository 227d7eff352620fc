package dev.syncprotocol.training.data;

import dev.syncprotocol.training.RowRole;
import dev.syncprotocol.training.Tokenizer;
import java.util.Arrays;

/**
 * Rows to tokens: begin where the tokenizer has one, input, line feed, output, end; at most {@code maxLength} of them.
 *
 * <p>A longer row is cut, never refused and never dropped: the output keeps its start and at least half of the row, or all
 * of it when it is shorter; the input gives up its start, since the question stands at its end. {@link EncodedRow#cut()}
 * says so, and the run's log counts such rows.
 *
 * @param tokenizer of the model
 * @param maxLength most tokens of a row, at least 8 (S3-2.11)
 */
public record RowEncoder(Tokenizer tokenizer, int maxLength) {

    /** The row's tokens. */
    public EncodedRow encode(Row row) {
        return encode(row, row.output(), outputLength(row.output()), RowRole.ANSWER);
    }

    /** Tokens of an answer with its end. */
    int outputLength(String answer) {
        return tokenizer.encode(answer).length + 1;
    }

    /**
     * The row's prompt with this answer.
     *
     * @param room tokens to leave for the answer, as far as it may have them: those of the longest answer of the example
     */
    EncodedRow encode(Row row, String answer, int room, RowRole role) {
        int[] input = tokenizer.encode(row.input() + "\n");
        int[] output = join(tokenizer.encode(answer), new int[] {tokenizer.eos()});
        int promptRoom = Math.max(maxLength - room, maxLength / 2);
        int[] begin = tokenizer.bos().stream().toArray();
        int keptInput = Math.min(input.length, promptRoom - begin.length);
        int[] prompt = join(begin, Arrays.copyOfRange(input, input.length - keptInput, input.length));
        int[] all = join(prompt, output);
        boolean cut = keptInput < input.length || all.length > maxLength;
        int[] kept = Arrays.copyOf(all, Math.min(all.length, maxLength));
        return new EncodedRow(kept, prompt.length, row.id(), cut, role, row.meta());
    }

    private static int[] join(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}

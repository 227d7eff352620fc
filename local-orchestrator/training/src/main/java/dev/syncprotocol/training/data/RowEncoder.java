package dev.syncprotocol.training.data;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows to tokens: begin, input, line feed, output, end; cut at the end to {@code maxLength}.
 *
 * @param tokenizer of the model
 * @param maxLength most tokens of a row
 */
public record RowEncoder(ByteTokenizer tokenizer, int maxLength) {

    /**
     * The row's tokens.
     *
     * @throws SyncException {@code DATA_INVALID} when the prompt alone fills the row, so that nothing would be learned
     */
    public EncodedRow encode(Row row) {
        int[] prompt = tokenizer.encode(row.input() + "\n");
        int[] answer = tokenizer.encode(row.output());
        int promptLength = prompt.length + 1;
        if (promptLength >= maxLength) {
            throw new SyncException(
                            ErrorCode.DATA_INVALID,
                            row.id() + ": the input has " + promptLength + " tokens, so data.max_length " + maxLength
                                    + " leaves none for the output")
                    .withHint("raise data.max_length, or shorten the row");
        }
        int[] all = IntStream.of(ByteTokenizer.BOS).toArray();
        all = join(join(all, prompt), join(answer, new int[] {ByteTokenizer.EOS}));
        return new EncodedRow(Arrays.copyOf(all, Math.min(all.length, maxLength)), promptLength, row.id());
    }

    /** All rows. */
    public List<EncodedRow> encode(List<Row> rows) {
        return rows.stream().map(this::encode).toList();
    }

    private static int[] join(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}

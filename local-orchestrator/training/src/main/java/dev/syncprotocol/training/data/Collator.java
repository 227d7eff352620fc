package dev.syncprotocol.training.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.RowRole;
import dev.syncprotocol.training.TokenGrid;
import dev.syncprotocol.training.TrainConfig.PaddingSide;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Rows to a batch: padded to the longest; labels of prompt and padding are {@link Batch#IGNORED} (S3-4.2).
 *
 * @param side on which short rows are filled
 * @param pad the token they are filled with
 */
public record Collator(PaddingSide side, int pad) {

    /** Rows of bytes. */
    public Collator(PaddingSide side) {
        this(side, ByteTokenizer.PAD);
    }

    /** One batch of these rows, in this order. */
    public Batch collate(List<EncodedRow> rows) {
        int width = rows.stream().mapToInt(row -> row.tokens().length).max().orElse(0);
        int[][] inputs = new int[rows.size()][];
        int[][] labels = new int[rows.size()][];
        Batch.Span[] spans = new Batch.Span[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            EncodedRow row = rows.get(i);
            int from = side == PaddingSide.RIGHT ? 0 : width - row.tokens().length;
            spans[i] = new Batch.Span(from, from + row.tokens().length);
            inputs[i] = padded(row.tokens(), from, width, pad);
            labels[i] = padded(row.tokens(), from, width, Batch.IGNORED);
            Arrays.fill(labels[i], from, from + row.promptLength(), Batch.IGNORED);
        }
        List<RowRole> roles = rows.stream().map(EncodedRow::role).toList();
        List<JsonNode> meta = rows.stream().map(EncodedRow::meta).toList();
        List<String> ids = rows.stream().map(EncodedRow::id).toList();
        return new Batch(TokenGrid.of(inputs), TokenGrid.of(labels), List.of(spans), ids, roles, meta);
    }

    /**
     * A step's batch of these examples. Its loss is one sum over them; by length, its micro-batches need the least padding.
     */
    Batch examples(List<Example> chosen) {
        return collate(chosen.stream()
                .sorted(Comparator.comparingInt(Example::length))
                .flatMap(example -> example.rows().stream())
                .toList());
    }

    private static int[] padded(int[] tokens, int from, int width, int filler) {
        int[] row = new int[width];
        Arrays.fill(row, filler);
        System.arraycopy(tokens, 0, row, from, tokens.length);
        return row;
    }
}

package dev.syncprotocol.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.DataPosition;
import dev.syncprotocol.training.TrainConfig.PaddingSide;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows to tokens to batches: encoder, collator, order. */
class BatchesTest {
    private static final int IGNORED = Batch.IGNORED;

    private final RowEncoder encoder = new RowEncoder(new ByteTokenizer(), 12);

    @Test
    void aRowIsBeginInputLineFeedOutputEnd() {
        EncodedRow row = encoder.encode(row("hi", "ok"));
        assertThat(row.tokens()).containsExactly(ByteTokenizer.BOS, 'h', 'i', '\n', 'o', 'k', ByteTokenizer.EOS);
        assertThat(row.promptLength()).isEqualTo(4);
    }

    @Test
    void anyTextSurvivesTheBytes() {
        ByteTokenizer tokenizer = new ByteTokenizer();
        String text = "你好, Zürich — \uD83D\uDE00";
        assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }

    @Test
    void labelsOfPromptAndPaddingAreIgnored() {
        Batch batch = new Collator(PaddingSide.RIGHT)
                .collate(List.of(encoder.encode(row("hi", "ok")), encoder.encode(row("h", "o"))));
        int pad = ByteTokenizer.PAD;
        int end = ByteTokenizer.EOS;
        assertThat(rowOf(batch, true, 1)).containsExactly(ByteTokenizer.BOS, 'h', '\n', 'o', end, pad, pad);
        assertThat(rowOf(batch, false, 0)).containsExactly(IGNORED, IGNORED, IGNORED, IGNORED, 'o', 'k', end);
        assertThat(rowOf(batch, false, 1)).containsExactly(IGNORED, IGNORED, IGNORED, 'o', end, IGNORED, IGNORED);
        assertThat(batch.labelCount()).isEqualTo(5);
        assertThat(batch.tokenCount()).isEqualTo(12);
    }

    @Test
    void paddingMayStandOnTheLeft() {
        Batch batch = new Collator(PaddingSide.LEFT)
                .collate(List.of(encoder.encode(row("hi", "ok")), encoder.encode(row("h", "o"))));
        int pad = ByteTokenizer.PAD;
        assertThat(rowOf(batch, true, 1)).startsWith(pad, pad, ByteTokenizer.BOS);
        assertThat(batch.spans().get(1)).isEqualTo(new Batch.Span(2, 7));
        assertThat(batch.labelCount()).isEqualTo(5);
    }

    @Test
    void everyEpochIsAPermutationOfItsOwn() {
        DataOrder order = new DataOrder(7, 50);
        assertThat(Arrays.stream(order.of(0)).sorted())
                .containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
        assertThat(order.of(0)).isEqualTo(order.of(0)).isNotEqualTo(order.of(1));
        assertThat(new DataOrder(8, 50).of(0)).isNotEqualTo(order.of(0));
    }

    /** No row is skipped or repeated, also where an epoch ends inside a batch. */
    @Test
    void everyRowComesOnceAnEpoch() {
        ShuffledBatches batches = batches(10, 4);
        List<String> seen = new ArrayList<>();
        for (long step = 1; step <= 5; step++) {
            seen.addAll(batches.at(step).rowIds());
        }
        assertThat(seen.subList(0, 8)).doesNotHaveDuplicates();
        assertThat(seen.subList(12, 20)).doesNotHaveDuplicates();
        assertThat(seen).allMatch(id -> Collections.frequency(seen, id) == 2);
        assertThat(batches.after(5)).isEqualTo(new DataPosition(2, 0, 10));
        assertThat(batches.after(3)).isEqualTo(new DataPosition(1, 2, 10));
        assertThat(batches.after(3).epochs()).isEqualTo(1.2);
    }

    @Test
    void aMicroBatchIsNoWiderThanItsLongestRow() {
        for (PaddingSide side : PaddingSide.values()) {
            Batch step =
                    new Collator(side).collate(List.of(encoder.encode(row("h", "o")), encoder.encode(row("hi", "ok"))));
            Batch alone = new Collator(side).collate(List.of(encoder.encode(row("h", "o"))));
            assertThat(step.slice(0, 1).trimmed()).isEqualTo(alone);
            assertThat(step.trimmed()).isEqualTo(step);
        }
    }

    @Test
    void theBatchOfAStepDependsOnNoOtherStep() {
        ShuffledBatches whole = batches(10, 4);
        whole.at(1);
        whole.at(2);
        assertThat(batches(10, 4).at(3)).isEqualTo(whole.at(3));
    }

    private static ShuffledBatches batches(int rows, int rowsPerStep) {
        List<Example> encoded = IntStream.range(0, rows)
                .mapToObj(i -> new EncodedRow(new int[] {1, 2, 3 + i % 2}, 1, "f:" + (i + 1), false))
                .map(Example::of)
                .toList();
        return new ShuffledBatches(encoded, 7, rowsPerStep, new Collator(PaddingSide.RIGHT));
    }

    private static int[] rowOf(Batch batch, boolean inputs, int row) {
        var grid = inputs ? batch.inputIds() : batch.labels();
        return IntStream.range(0, grid.columns())
                .map(column -> grid.at(row, column))
                .toArray();
    }

    private static Row row(String input, String output) {
        return new Row(input, output, SyncJson.object(), "f:1");
    }
}

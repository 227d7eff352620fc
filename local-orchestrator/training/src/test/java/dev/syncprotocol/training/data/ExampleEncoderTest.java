package dev.syncprotocol.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.ExampleForm;
import dev.syncprotocol.training.RowRole;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExampleEncoderTest {
    private final ByteTokenizer tokenizer = new ByteTokenizer();

    @Test
    void aPairHasTheChosenAnswerFirst() {
        Example pair = encoder(64, ExampleForm.PAIR)
                .encode(List.of(row(1, "{\"rejected\":\"no\"}")))
                .get(0);
        assertThat(pair.rows()).extracting(EncodedRow::role).containsExactly(RowRole.CHOSEN, RowRole.REJECTED);
        assertThat(pair.rows())
                .extracting(row -> tokenizer.decode(row.tokens()))
                .containsExactly("ask\nyes", "ask\nno");
        assertThat(pair.cut()).isFalse();
    }

    /** A log-ratio of two prompts would compare nothing. */
    @Test
    void bothAnswersOfAPairHaveOnePromptAlsoWhereItIsCut() {
        Example pair = encoder(10, ExampleForm.PAIR)
                .encode(List.of(row(1, "{\"rejected\":\"not at all\"}")))
                .get(0);
        assertThat(pair.cut()).isTrue();
        assertThat(prompt(pair.rows().get(0)))
                .containsExactly(prompt(pair.rows().get(1)));
    }

    @Test
    void namesFileAndLineOfEveryRowThatLacksAnAnswer() {
        List<Row> rows = List.of(row(1, "{\"rejected\":\"no\"}"), row(2, "{}"), row(3, "{\"rejected\":\"\"}"));
        SyncException refused = catchThrowableOfType(
                SyncException.class, () -> encoder(64, ExampleForm.PAIR).encode(rows));
        assertThat(refused.code()).isEqualTo(ErrorCode.DATA_INVALID);
        assertThat(refused).hasMessageContaining("data/x.jsonl:2: no text \"meta.rejected\" (and 1 more)");
        assertThat(refused.violations()).extracting(Violation::line).containsExactly(2, 3);
    }

    /** Red when a row is paired with its own answer. */
    @Test
    void aJudgedRowCarriesTheAnswerOfTheRowBefore() {
        List<Row> rows = List.of(
                new Row("a", "one", SyncJson.read("{\"label\":true}"), "x:1"),
                new Row("b", "two", SyncJson.read("{\"label\":false}"), "x:2"));
        List<Example> judged = encoder(64, ExampleForm.JUDGED).encode(rows);
        assertThat(judged.get(0).rows())
                .extracting(EncodedRow::role)
                .containsExactly(RowRole.DESIRABLE, RowRole.MISMATCHED);
        assertThat(judged.get(1).rows())
                .extracting(EncodedRow::role)
                .containsExactly(RowRole.UNDESIRABLE, RowRole.MISMATCHED);
        assertThat(tokenizer.decode(judged.get(0).rows().get(1).tokens())).isEqualTo("a\ntwo");
        assertThat(tokenizer.decode(judged.get(1).rows().get(1).tokens())).isEqualTo("b\none");
        SyncException unlabelled = catchThrowableOfType(
                SyncException.class, () -> encoder(64, ExampleForm.JUDGED).encode(List.of(row(1, "{}"), row(2, "{}"))));
        assertThat(unlabelled).hasMessageContaining("data/x.jsonl:1: no \"meta.label\"");
        SyncException alone = catchThrowableOfType(
                SyncException.class, () -> encoder(64, ExampleForm.JUDGED).encode(rows.subList(0, 1)));
        assertThat(alone.code()).isEqualTo(ErrorCode.DATA_INVALID);
    }

    private ExampleEncoder encoder(int maxLength, ExampleForm form) {
        return new ExampleEncoder(new RowEncoder(tokenizer, maxLength), form);
    }

    private static Row row(int line, String meta) {
        return new Row("ask", "yes", SyncJson.read(meta), "data/x.jsonl:" + line);
    }

    private static int[] prompt(EncodedRow row) {
        return Arrays.copyOf(row.tokens(), row.promptLength());
    }
}

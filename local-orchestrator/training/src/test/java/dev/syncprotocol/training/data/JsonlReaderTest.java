package dev.syncprotocol.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonlReaderTest {
    private static final String GOOD = "{\"input\":\"a\",\"output\":\"b\",\"meta\":{\"k\":1}}";

    @TempDir
    private Path folder;

    @Test
    void readsRowsWithTheirPlace() throws IOException {
        List<Row> rows = read(GOOD + "\n" + GOOD + "\n");
        assertThat(rows).extracting(Row::id).containsExactly("data/x.jsonl:1", "data/x.jsonl:2");
        assertThat(rows.get(1).meta().path("k").asInt()).isEqualTo(1);
    }

    @Test
    void readsTheFormOfGsm8k() throws IOException {
        Row row = read("{\"question\":\"q\",\"answer\":\"#### 4\"}").get(0);
        assertThat(row.input()).isEqualTo("q");
        assertThat(row.output()).isEqualTo("#### 4");
        assertThat(row.meta()).isEmpty();
    }

    @Test
    void aLineEndsAtLineFeedOnly() throws IOException {
        List<Row> rows = read("{\"input\":\"a\u2028b\u0085c\",\"output\":\"d\"}\n");
        assertThat(rows).singleElement().extracting(Row::input).isEqualTo("a\u2028b\u0085c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"input\":\"a\"}",
                "{\"input\":1,\"output\":\"b\"}",
                "{\"input\":\"a\",\"output\":\"\"}",
                "{\"input\":\"a\",\"input\":\"c\",\"output\":\"b\"}",
                "{\"input\":\"a\",\"output\":\"b\",\"meta\":3}",
                "not json",
                "[]",
                ""
            })
    void refusesABadRowWithFileAndLine(String bad) {
        SyncException refused =
                catchThrowableOfType(SyncException.class, () -> read(GOOD + "\n" + bad + "\n" + GOOD + "\n"));
        assertThat(refused.code()).isEqualTo(ErrorCode.DATA_INVALID);
        assertThat(refused).hasMessageStartingWith("data/x.jsonl:2: ");
    }

    @Test
    void namesEveryBadRow() {
        SyncException refused = catchThrowableOfType(SyncException.class, () -> read("{}\n" + GOOD + "\n{}\n"));
        assertThat(refused.violations()).extracting(Violation::line).containsExactly(1, 3);
        assertThat(refused).hasMessageContaining("(and 1 more)");
    }

    @Test
    void refusesAnEmptyFileAndBytesThatAreNoText() throws IOException {
        assertThat(catchThrowableOfType(SyncException.class, () -> read("")).code())
                .isEqualTo(ErrorCode.DATA_INVALID);
        Path file = Files.write(folder.resolve("bytes.jsonl"), new byte[] {(byte) 0xFF, '\n'});
        assertThat(catchThrowableOfType(SyncException.class, () -> JsonlReader.read(file, "bytes.jsonl")))
                .hasMessageContaining("bytes.jsonl:1");
    }

    @Test
    void refusesAMissingFileAsConfiguration() {
        SyncException refused = catchThrowableOfType(
                SyncException.class, () -> JsonlReader.read(folder.resolve("none.jsonl"), "data/none.jsonl"));
        assertThat(refused.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
    }

    private List<Row> read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("x.jsonl"), text);
        return JsonlReader.read(file, "data/x.jsonl");
    }
}

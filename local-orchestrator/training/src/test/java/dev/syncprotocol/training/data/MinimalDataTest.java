package dev.syncprotocol.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MinimalDataTest {
    private static final Pattern STEP = Pattern.compile("(\\d+) ([-+*]) (\\d+) = (\\d+)");

    @TempDir
    private Path workspace;

    @Test
    void writesTheSeedsNumbersOfRows() throws IOException {
        MinimalData.Result result = MinimalData.DEFAULT.writeMissing(workspace);
        assertThat(result.written()).containsExactly(MinimalData.TRAIN_PATH, MinimalData.EVAL_PATH);
        assertThat(rows(MinimalData.TRAIN_PATH)).hasSize(100);
        assertThat(rows(MinimalData.EVAL_PATH)).hasSize(30);
    }

    @Test
    void theSameSeedGivesTheSameBytes(@TempDir Path other) throws IOException {
        MinimalData.DEFAULT.writeMissing(workspace);
        MinimalData.DEFAULT.writeMissing(other);
        assertThat(digest(workspace)).isEqualTo(digest(other));
        Path third = Files.createDirectories(other.resolve("third"));
        new MinimalData(1, 100, 30).writeMissing(third);
        assertThat(digest(third)).isNotEqualTo(digest(workspace));
    }

    @Test
    void neverOverwrites() throws IOException {
        Files.createDirectories(workspace.resolve("data"));
        Files.writeString(workspace.resolve(MinimalData.TRAIN_PATH), "mine\n");
        MinimalData.Result result = MinimalData.DEFAULT.writeMissing(workspace);
        assertThat(result.kept()).containsExactly(MinimalData.TRAIN_PATH);
        assertThat(workspace.resolve(MinimalData.TRAIN_PATH)).hasContent("mine\n");
    }

    @Test
    void isVariedAndSharesNoRowBetweenTheFiles() throws IOException {
        MinimalData.DEFAULT.writeMissing(workspace);
        List<Row> train = rows(MinimalData.TRAIN_PATH);
        assertThat(words(train, "template")).hasSizeGreaterThanOrEqualTo(6);
        assertThat(words(train, "role")).hasSizeGreaterThanOrEqualTo(4);
        assertThat(words(train, "style")).hasSizeGreaterThanOrEqualTo(3);
        assertThat(words(train, "difficulty")).containsExactlyInAnyOrder("easy", "medium", "hard");
        Set<String> inputs = new HashSet<>();
        assertThat(train).allMatch(row -> inputs.add(row.input()));
        assertThat(rows(MinimalData.EVAL_PATH)).allMatch(row -> inputs.add(row.input()));
    }

    @Test
    void itsSumsAreRight() throws IOException {
        MinimalData.DEFAULT.writeMissing(workspace);
        int checked = 0;
        for (Row row : rows(MinimalData.TRAIN_PATH)) {
            Matcher step = STEP.matcher(row.output());
            while (step.find()) {
                int left = Integer.parseInt(step.group(1));
                int right = Integer.parseInt(step.group(3));
                int expected = step.group(2).equals("+")
                        ? left + right
                        : step.group(2).equals("-") ? left - right : left * right;
                assertThat(Integer.parseInt(step.group(4))).as(row.output()).isEqualTo(expected);
                checked++;
            }
            assertThat(row.output()).doesNotContain("= -");
        }
        assertThat(checked).isGreaterThan(30);
    }

    private static Set<String> words(List<Row> rows, String field) {
        Set<String> words = new HashSet<>();
        rows.forEach(row -> words.add(row.meta().path(field).asText()));
        return words;
    }

    private List<Row> rows(String path) {
        return JsonlReader.read(workspace.resolve(path), path);
    }

    private static Sha256 digest(Path workspace) throws IOException {
        return Sha256.of(Sha256.ofFile(workspace.resolve(MinimalData.TRAIN_PATH))
                        .hex()
                + Sha256.ofFile(workspace.resolve(MinimalData.EVAL_PATH)).hex());
    }
}

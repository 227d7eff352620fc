package dev.syncprotocol.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("reports/metrics.jsonl");
    }

    @Test
    void writesOneRowAStep() throws IOException {
        write(0, 1, 2, 3);
        assertThat(steps(file)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void refusesAStepThatDoesNotRise() {
        try (MetricsLog log = MetricsLog.fresh(file, NOON)) {
            log.append(row(5));
            assertThatThrownBy(() -> log.append(row(5))).hasMessageContaining("step 5 after step 5");
        }
    }

    @Test
    void refusesNanAndInfinity() throws IOException {
        try (MetricsLog log = MetricsLog.fresh(file, NOON)) {
            assertThatThrownBy(() -> log.append(row(1).put("loss", Double.NaN))).hasMessageContaining("loss is NaN");
            assertThatThrownBy(() -> log.append(row(1).put("kl", Double.NEGATIVE_INFINITY)))
                    .hasMessageContaining("kl");
        }
        assertThat(file).isEmptyFile();
    }

    @Test
    void movesRowsAfterTheCheckpointAwayOnResume() throws IOException {
        write(0, 1, 2, 3, 4);
        List<String> before = Files.readAllLines(file);
        try (MetricsLog log = MetricsLog.after(2, file, NOON)) {
            log.append(row(3));
        }
        Path cut = folder.resolve("reports/metrics.cut_20260101_120000.jsonl");
        assertThat(Files.readAllLines(cut)).isEqualTo(before.subList(2, 4));
        assertThat(steps(file)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void movesAHalfWrittenRowAwayOnResume() throws IOException {
        write(0, 1, 2);
        Files.writeString(file, "{\"step\":3,\"lo", StandardOpenOption.APPEND);
        write(2, 3);
        assertThat(steps(file)).containsExactly(1L, 2L, 3L);
        assertThat(folder.resolve("reports/metrics.cut_20260101_120000.jsonl")).hasContent("{\"step\":3,\"lo");
    }

    @Test
    void leavesNothingBesideWhenThereIsNothingToCut() throws IOException {
        write(0, 1, 2);
        write(2, 3);
        assertThat(names()).containsExactly("metrics.jsonl");
    }

    @Test
    void movesAnEarlierRunsFileAwayWhenARunBegins() throws IOException {
        write(0, 1, 2);
        write(0, 1);
        write(0, 1, 2, 3);
        assertThat(names())
                .containsExactlyInAnyOrder(
                        "metrics.jsonl", "metrics.20260101_120000.jsonl", "metrics.20260101_120000_2.jsonl");
        assertThat(steps(folder.resolve("reports/metrics.20260101_120000.jsonl")))
                .containsExactly(1L, 2L);
    }

    private void write(long done, long... steps) {
        try (MetricsLog log = MetricsLog.of(done, file, NOON)) {
            for (long step : steps) {
                log.append(row(step));
            }
        }
    }

    private static ObjectNode row(long step) {
        return SyncJson.object().put("step", step).put("loss", 1.0 / step);
    }

    private static List<Long> steps(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> SyncJson.read(line).path("step").asLong())
                .toList();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("reports"))) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}

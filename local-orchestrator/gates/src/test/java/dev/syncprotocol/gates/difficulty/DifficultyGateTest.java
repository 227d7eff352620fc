package dev.syncprotocol.gates.difficulty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.pool.PoolFile;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifficultyGateTest {
    private static final List<String> TASK = List.of("sums");

    @TempDir
    private Path folder;

    private PoolFile pool;
    private Calibration calibration;
    private List<MetricsRow> rows;

    @BeforeEach
    void measureAPool() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        Files.writeString(
                folder.resolve("pool.jsonl"),
                IntStream.range(0, 300).mapToObj(i -> line(i, random)).collect(Collectors.joining()));
        pool = PoolFile.read(folder.resolve("pool.jsonl"));
        calibration = DifficultyMetrics.calibrate(pool);
        rows = DifficultyMetrics.of(pool, "pool.jsonl", calibration);
    }

    private static String line(int i, SplittableRandom random) {
        int steps = random.nextInt(6);
        String sums =
                IntStream.range(0, steps).mapToObj(k -> k + "+1=" + (k + 1)).collect(Collectors.joining(" then "));
        var tree = SyncJson.object()
                .put("id", "r" + i)
                .put("task", "sums")
                .put("input", "q")
                .put("output", "a");
        var turns = tree.putArray("turns");
        turns.addObject().put("role", "user").put("content", "Question " + i + " of " + random.nextInt(9) + " oars.");
        turns.addObject().put("role", "assistant").put("content", "Because " + sums + " it is so.");
        tree.putObject("meta").putObject("gold").put("steps", steps);
        return SyncJson.compact(tree) + "\n";
    }

    private BalancedPool.Outcome draw(int minPerTask, DifficultyLimits limits) throws IOException {
        return BalancedPool.write(
                folder.resolve("balanced.jsonl"),
                rows,
                new BalancedPool.Order(
                        folder, BucketMix.of("easy:0.25,medium:0.45,hard:0.30"), limits, TASK, minPerTask, 9));
    }

    private GateResult judge(DifficultyLimits limits) throws IOException {
        return DifficultyGate.judge(rows, PoolFile.read(folder.resolve("balanced.jsonl")), limits, TASK, calibration);
    }

    @Test
    void drawsTheMixAndPasses() throws IOException {
        assertThat(draw(100, DifficultyLimits.SEED).findings()).isEmpty();
        byte[] first = Files.readAllBytes(folder.resolve("balanced.jsonl"));
        GateResult result = judge(DifficultyLimits.SEED);
        assertThat(result.failures()).isEmpty();
        assertThat(result.values().at("/sums/hard_pct").doubleValue()).isGreaterThanOrEqualTo(0.30);
        assertThat(result.values().at("/sums/spearman_with_gold").doubleValue()).isGreaterThan(0.5);
        draw(100, DifficultyLimits.SEED);
        assertThat(folder.resolve("balanced.jsonl")).hasBinaryContent(first);
    }

    @Test
    void keepsTheOldFileWhereTheSampleIsTooSmall() throws IOException {
        Files.writeString(folder.resolve("balanced.jsonl"), "old\n");
        assertThat(draw(1_000, DifficultyLimits.SEED).findings())
                .extracting(Finding::check)
                .containsExactly("min_per_task");
        assertThat(folder.resolve("balanced.jsonl")).hasContent("old\n");
    }

    @Test
    void refusesTooFewHardRecordsAndOffenders() throws IOException {
        draw(100, DifficultyLimits.SEED);
        List<String> lines = Files.readAllLines(folder.resolve("balanced.jsonl"));
        Files.writeString(
                folder.resolve("balanced.jsonl"),
                lines.stream()
                        .filter(line -> !line.contains("\"bucket\":\"hard\""))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining()));
        assertThat(judge(DifficultyLimits.SEED).failures())
                .extracting(Finding::check)
                .containsExactly("min_hard_pct", "max_easy_pct");
        DifficultyLimits narrow = new DifficultyLimits(0, 1, 10, 8, 8, 0.65, 0.10);
        assertThat(judge(narrow).failures()).singleElement().satisfies(finding -> {
            assertThat(finding.check()).isEqualTo("len_max");
            assertThat(finding.ids()).isNotEmpty();
        });
    }

    @Test
    void refusesRecordsWithoutARowThatAgreesAndAnEmptyPool() throws IOException {
        draw(100, DifficultyLimits.SEED);
        Path file = folder.resolve("balanced.jsonl");
        Files.writeString(file, Files.readString(file).replaceFirst("\"bucket\":\"easy\"", "\"bucket\":\"hard\""));
        assertThat(judge(DifficultyLimits.SEED).failures())
                .extracting(Finding::check)
                .contains("metrics");
        Files.writeString(file, "");
        assertThat(judge(DifficultyLimits.SEED).failures())
                .extracting(Finding::check)
                .containsExactly("records");
    }

    @Test
    void refusesAPoolThatChangedUnderItsMetrics() throws IOException {
        Files.writeString(
                folder.resolve("pool.jsonl"),
                Files.readString(folder.resolve("pool.jsonl")).replace("oars", "oats"));
        assertThatThrownBy(() -> draw(100, DifficultyLimits.SEED))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("changed under its metrics");
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        DifficultyMetrics.write(folder.resolve("rows.jsonl"), rows, calibration);
        assertThat(DifficultyMetrics.read(folder.resolve("rows.jsonl"))).isEqualTo(rows);
        assertThat(Calibration.read(calibration.text().getBytes(StandardCharsets.UTF_8))
                        .sha256())
                .isEqualTo(calibration.sha256());
    }

    @Test
    void shipsACalibrationOfTheThreeTasks() {
        Features features = rows.get(0).features();
        for (String task : List.of("gsm8k", "hotpotqa", "strategyqa")) {
            assertThat(Calibration.shipped().score(task, features)).isBetween(0.0, 1.0);
        }
        assertThatThrownBy(() -> Calibration.shipped().score("poetry", features))
                .hasMessageContaining("poetry");
    }

    /** Limits are inclusive; to see it red: {@code >=} in DifficultyLimits. */
    @ParameterizedTest
    @CsvSource({"3500, 8, 8, ''", "3501, 8, 8, len_max", "3500, 9, 8, turns_max", "3500, 8, 9, tool_hops_max"})
    void holdsEachLimitAtItsEdge(int length, int turns, int hops, String broken) {
        Features features =
                new Features(length, 9, turns, hops, OptionalInt.empty(), 0, 0, 0, OptionalDouble.empty(), 0);
        MetricsRow row = new MetricsRow(
                "r",
                "sums",
                features,
                Optional.empty(),
                0.5,
                Bucket.MEDIUM,
                rows.get(0).source());
        assertThat(String.join(",", DifficultyLimits.SEED.broken(row).keySet())).isEqualTo(broken);
    }

    @ParameterizedTest
    @CsvSource({
        "EASY, 0.65, ''",
        "EASY, 0.66, clue_overlap_max_easy",
        "HARD, 0.10, ''",
        "HARD, 0.09, clue_overlap_min_hard",
        "MEDIUM, 0.99, ''"
    })
    void holdsTheClueLimitsAtTheirEdges(Bucket bucket, double clue, String broken) {
        Features features = new Features(9, 9, 2, 0, OptionalInt.empty(), 0, 0, 0, OptionalDouble.of(clue), 0);
        MetricsRow row = new MetricsRow(
                "r",
                "sums",
                features,
                Optional.empty(),
                0.5,
                bucket,
                rows.get(0).source());
        assertThat(String.join(",", DifficultyLimits.SEED.broken(row).keySet())).isEqualTo(broken);
    }
}

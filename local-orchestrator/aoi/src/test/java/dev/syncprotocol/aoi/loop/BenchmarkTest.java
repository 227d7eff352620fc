package dev.syncprotocol.aoi.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The frozen benchmark says what it found and decides nothing (specification §11.3). */
class BenchmarkTest {
    private static final String WARNING = "the frozen benchmark misses ";

    @TempDir
    private Path folder;

    private SmallBoards boards;

    @BeforeEach
    void drawn() throws IOException {
        boards = SmallBoards.drawnIn(folder);
    }

    /** One defect of the benchmark scores below every threshold, at every phase. */
    @Test
    void warnsAtOnceOfADefectThatEscapesThere() throws IOException {
        UnaryOperator<List<String>> caught = scored("1.0E9", Long.MAX_VALUE, BenchmarkTest::isDefect);
        UnaryOperator<List<String>> escaped = scored("-1.0E9", 1, BenchmarkTest::isDefect);
        LoopScene scene = one().inferring("benchmark"::equals, lines -> escaped.apply(caught.apply(lines)));

        scene.goOn();

        int defects = defects();
        assertThat(scene.said())
                .containsSubsequence(
                        line(scene, "[baseline 2/3 evaluate] ok"),
                        "  warning: " + WARNING + "1 of " + defects
                                + " defects at this threshold: do not deploy on the KPI figure alone",
                        line(scene, "[iter1 6/6 evaluate] ok"));
        assertThat(benchmark(scene, Phase.BASELINE).at("/counts/fn").intValue()).isEqualTo(1);
    }

    /** Good boards flagged there are no escapes: the figure stands in the report, nobody is alarmed. */
    @Test
    void keepsSilentWhileItCatchesWhatItShould() throws IOException {
        LoopScene scene = one().inferring("benchmark"::equals, scored("1.0E9", Long.MAX_VALUE, line -> true));

        scene.goOn();

        assertThat(scene.said()).noneMatch(line -> line.contains(WARNING));
        assertThat(benchmark(scene, Phase.BASELINE).at("/far_pct").doubleValue())
                .isEqualTo(100);
    }

    /** Checkpoint, threshold and the end are the same whatever the benchmark says. */
    @Test
    void decidesNothing() throws IOException {
        LoopScene contradicting = new LoopScene(boards.copiedTo(folder.resolve("again")))
                .wishes(SmallBoards.unreachable(1))
                .inferring("benchmark"::equals, scored("-1.0E9", Long.MAX_VALUE, line -> true));
        LoopScene agreeing = one();

        assertThat(contradicting.goOn().reason()).isEqualTo(agreeing.goOn().reason());
        assertThat(decided(contradicting)).isEqualTo(decided(agreeing)).isNotEmpty();
    }

    /** It could be evaluated only after hours of training, and would end the loop then. */
    @ParameterizedTest
    @CsvSource({"PASS,0 PASS and", "DEFECT,and 0 NG"})
    void isRefusedBeforehandWithoutOneOfItsClasses(String gone, String words) throws IOException {
        Path table = boards.workspace().benchmarkPlace();
        List<String> lines = new ArrayList<>(Files.readAllLines(table));
        lines.removeIf(line -> !line.startsWith("input_path,") && isDefect(line) == gone.equals("DEFECT"));
        Files.write(table, lines);

        assertThatThrownBy(() -> boards.summary(SmallBoards.unreachable(1)))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KPI_UNDEFINED))
                .hasMessageContainingAll("kpi/benchmark_set.csv", words);
    }

    private LoopScene one() {
        return new LoopScene(boards).wishes(SmallBoards.unreachable(1));
    }

    private int defects() throws IOException {
        return (int) Files.readAllLines(boards.workspace().benchmarkPlace()).stream()
                .skip(1)
                .filter(BenchmarkTest::isDefect)
                .count();
    }

    /** Another score in the first so many rows of a kind. */
    private static UnaryOperator<List<String>> scored(String score, long most, Predicate<String> rows) {
        return lines -> {
            List<String> changed = new ArrayList<>(lines);
            IntStream.range(1, lines.size())
                    .filter(i -> rows.test(lines.get(i)))
                    .limit(most)
                    .forEach(i -> changed.set(
                            i, lines.get(i).substring(0, lines.get(i).lastIndexOf(',') + 1) + score));
            return changed;
        };
    }

    private static JsonNode benchmark(LoopScene scene, Phase phase) throws IOException {
        Path file = scene.run().folder().benchmark(phase).resolve(Benchmark.FILE);
        return SyncJson.read(Files.readString(file));
    }

    private static String line(LoopScene scene, String start) {
        return scene.said().stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElse(start + " was never said");
    }

    private static List<String> decided(LoopScene scene) throws IOException {
        return DeftState.read(scene.run().folder().state()).phases().stream()
                .map(phase -> phase.phase() + " " + phase.bestKind() + " " + phase.farPct() + " " + phase.threshold())
                .toList();
    }

    private static boolean isDefect(String line) {
        return !line.contains(",PASS,");
    }
}

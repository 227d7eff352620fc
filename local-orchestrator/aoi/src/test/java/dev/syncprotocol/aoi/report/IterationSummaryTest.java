package dev.syncprotocol.aoi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.report.LoopFixture.Scores;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IterationSummaryTest {
    @TempDir
    Path workspace;

    @Test
    void saysWhatAnIterationDidAndWhatFollows() throws Exception {
        LoopFixture run = LoopFixture.begun(workspace, "FAR < 0.5% at recall=100%", 3)
                .evaluated("baseline", Scores.seeded(1).pass(-1, 200).defect("open", 1, 20))
                .analysed("baseline", "open", "PASS")
                .mined("iter1", 63, 41, 9, 32)
                .trained("iter1", 361, 32, "0.4/0.5 0.3/0.4")
                .evaluated("iter1", Scores.seeded(2).pass(-2, 200).defect("open", 1, 20));

        Path written = IterationSummary.write(run.dir(), Phase.of("iter1"), LoopFixture.CLOCK);

        assertThat(written).isEqualTo(run.file("iter1_summary.md"));
        assertThat(Files.readString(written))
                .startsWith("# Iter 1 of 3: FAR ")
                .contains("against the baseline")
                .contains("- Checkpoint: best_val, the one with the lower FAR on the KPI set (val_loss 0.3125)")
                .contains("- Weak labels it was after: open, PASS")
                .contains("kept 41 of 63 candidates at cosine ≥ 0.9: 9 real, 32 SDG; 3 used before, left out; "
                        + "22 below the cut-off, for 88 targets")
                .contains("- Trained on: 361 rows, 32 of them synthetic")
                .contains("- Next: iteration 2 looks for neighbours of this phase's weak samples");
    }

    @Test
    void staysWithinThreeHundredWordsWithAHundredWeakLabels() throws Exception {
        String[] labels = IntStream.range(0, 100)
                .mapToObj(i -> "a label of seven words number " + i)
                .toArray(String[]::new);
        LoopFixture run = LoopFixture.ended(workspace).analysed("iter3", labels);
        Path second = workspace.resolve("second");
        LoopFixture other = LoopFixture.begun(second, "FAR < 0.5% at recall=100%", 3)
                .evaluated("baseline", Scores.seeded(1).pass(-1, 200).defect("open", 1, 20))
                .analysed("baseline", labels)
                .evaluated("iter1", Scores.seeded(2).pass(-2, 200).defect("open", 1, 20));

        for (Path written : new Path[] {
            IterationSummary.write(run.dir(), Phase.of("iter3"), LoopFixture.CLOCK),
            IterationSummary.write(other.dir(), Phase.of("iter1"), LoopFixture.CLOCK)
        }) {
            assertThat(Files.readString(written).split("\\s+").length).isBetween(50, 300);
        }
    }

    @Test
    void refusesAnIterationWithoutAFigureAndTheBaseline() throws Exception {
        LoopFixture run = LoopFixture.begun(workspace, "FAR < 0.5% at recall=100%", 3)
                .evaluated("baseline", Scores.seeded(1).pass(-1, 200).defect("open", 1, 20));

        for (Phase phase : new Phase[] {Phase.BASELINE, Phase.of("iter1")}) {
            assertThatThrownBy(() -> IterationSummary.write(run.dir(), phase, LoopFixture.CLOCK))
                    .isInstanceOfSatisfying(
                            SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EVIDENCE_MISSING));
        }
    }
}

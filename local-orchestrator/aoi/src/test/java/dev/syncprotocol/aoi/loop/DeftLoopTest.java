package dev.syncprotocol.aoi.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.aoi.accounting.AccountingFile;
import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LogReading;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole loops on small boards, with an engine that learns in milliseconds and everything else real. */
class DeftLoopTest {
    @TempDir
    Path folder;

    private SmallBoards boards;

    @BeforeEach
    void drawn() throws IOException {
        boards = SmallBoards.drawnIn(folder);
    }

    @Test
    void goesThroughEveryStageOfTwoIterationsAndHandsTheBestModelOver() throws IOException {
        ApprovedRun run = boards.claimed(SmallBoards.unreachable(2));
        List<String> said = new ArrayList<>();
        LoopEnd end = SmallBoards.goOn(run, new CellDifferences(), SmallBoards.NOON, said);

        assertThat(end.reason()).isEqualTo("max_iterations");
        assertThat(steps(run))
                .startsWith("baseline train", "baseline evaluate", "baseline rca", "iter1 routing", "iter1 anomalygen")
                .contains("iter1 rca", "iter2 data_mining", "iter2 train", "iter2 evaluate")
                .endsWith("iter2 loop_stop");
        assertThat(end.bestModel()).isPresent();
        assertThat(run.folder().root().resolve("best_model_inference_spec.yaml"))
                .exists();
        assertThat(run.folder().root().resolve("DEFT_Loop_Report.html")).exists();
        assertThat(run.folder().root().resolve("iter2_summary.md")).exists();
        assertThat(said.get(0)).startsWith("[prestage] ok");
        assertThat(said).anyMatch(line -> line.startsWith("[iter1 4/6 data_mining] ok 0s kept "));
        assertThat(SmallBoards.files(run.folder().root()).keySet()).noneMatch(name -> name.contains(".tmp-"));
        for (Phase phase : List.of(Phase.BASELINE, new Phase(1), new Phase(2))) {
            AccountingFile.check(run.folder().accounting(phase));
        }
        assertThat(Files.readString(run.folder().accounting(Phase.BASELINE)))
                .contains("E1,", "E2,", "E3,", "E5,", "E6,", "E7,", "E13,");
        assertThat(Files.readString(run.folder().accounting(new Phase(1))))
                .contains("E4,", "E8,", "E9,", "E10,", "E11,", "E12,", "E13,");
        assertThat(new RunCheck(run, SmallBoards.NOON).faults()).isEmpty();
        assertThat(run.folder().benchmark(new Phase(2)).resolve("benchmark.json"))
                .exists();
    }

    @Test
    void computesEveryDerivedFileAgainToTheSameBytesAndFindsAChangedOne() throws IOException {
        ApprovedRun run = boards.claimed(SmallBoards.unreachable(2));
        SmallBoards.goOn(run);
        SortedMap<String, String> before = SmallBoards.files(run.folder().root());

        Replay.Outcome replayed = Replay.of(run, SmallBoards.NOON);
        assertThat(replayed.differences()).isEmpty();
        assertThat(replayed.compared()).hasSizeGreaterThan(40);
        assertThat(SmallBoards.files(run.folder().root())).isEqualTo(before);

        Path mined = run.folder().mining(new Phase(1)).resolve("neighbours.csv");
        Files.writeString(mined, Files.readString(mined).replaceFirst("0\\.", "1."));
        assertThat(Replay.of(run, SmallBoards.NOON).differences())
                .singleElement()
                .asString()
                .startsWith("iter1/mining_filter/neighbours.csv");
    }

    @Test
    void stopsAfterTheBaselinesAnalysisWhenTheTargetIsMet() throws IOException {
        ApprovedRun run = boards.claimed(SmallBoards.wishes("FAR <= 100% at recall=100%", 3, Optional.empty()));
        LoopEnd end = SmallBoards.goOn(run);
        assertThat(end.reason()).isEqualTo("kpi_met");
        assertThat(end.kpiMet()).isTrue();
        assertThat(steps(run))
                .containsExactly("baseline train", "baseline evaluate", "baseline rca", "baseline loop_stop");
    }

    @Test
    void leavesAFinishedRunAlone() throws IOException {
        ApprovedRun run = boards.claimed(SmallBoards.unreachable(1));
        SmallBoards.goOn(run);
        SortedMap<String, String> before = SmallBoards.files(boards.root);
        LoopEnd again = SmallBoards.goOn(run);
        assertThat(again.already()).isTrue();
        assertThat(SmallBoards.files(boards.root)).isEqualTo(before);
    }

    @Test
    void takesABaselineThatIsTrainedAlready() throws IOException {
        ApprovedRun first = boards.claimed(SmallBoards.wishes("FAR <= 100% at recall=100%", 1, Optional.empty()));
        Path checkpoint = SmallBoards.goOn(first)
                .state()
                .best()
                .orElseThrow()
                .bestCheckpoint()
                .orElseThrow();
        Path kept = Files.copy(checkpoint, boards.root.resolve("seed.safetensors"));
        Path seed = seedState(kept);
        SmallBoards.delete(first.folder().root());

        ApprovedRun run = boards.claimed(SmallBoards.wishes("FAR <= 100% at recall=100%", 1, Optional.of(seed)));
        SmallBoards.goOn(run);
        LogEntry train = LoopLog.of(run.folder().root(), SmallBoards.NOON)
                .read()
                .entries()
                .get(0);
        assertThat(train.record().set().path("imported").asBoolean()).isTrue();
        assertThat(train.record().evidence())
                .anyMatch(evidence -> evidence.path().equals(kept.toString()));
        assertThat(run.folder().train(Phase.BASELINE)).doesNotExist();
    }

    @Test
    void trainsAndSaysWhyWhenTheNamedBaselineIsNotThere() throws IOException {
        Path seed = seedState(boards.root.resolve("gone.safetensors"));
        ApprovedRun run = boards.claimed(SmallBoards.wishes("FAR <= 100% at recall=100%", 1, Optional.of(seed)));
        List<String> said = new ArrayList<>();
        SmallBoards.goOn(run, new CellDifferences(), SmallBoards.NOON, said);
        assertThat(said)
                .anyMatch(line -> line.contains("trained anew") && line.contains("gone.safetensors is not there"));
        assertThat(run.folder().train(Phase.BASELINE)).exists();
    }

    /** One process after the other dies a little later than the one before, until one comes to the end. */
    @Test
    void comesToTheSameFilesWhereverItDiesOnTheWay() throws IOException {
        ApprovedRun run = boards.claimed(SmallBoards.unreachable(2));
        SmallBoards.goOn(run);
        SortedMap<String, String> undisturbed = SmallBoards.files(run.folder().root());
        SmallBoards.delete(run.folder().root());

        ApprovedRun again = boards.claimed(SmallBoards.unreachable(2));
        int deaths =
                DyingClock.until(clock -> SmallBoards.goOn(again, new CellDifferences(), clock, new ArrayList<>()));
        assertThat(deaths).isGreaterThan(8);
        SortedMap<String, String> files = SmallBoards.files(again.folder().root());
        files.keySet().removeIf(name -> name.startsWith("aborted"));
        assertThat(files).isEqualTo(undisturbed);
    }

    @Test
    void goesOnFromAStateThatIsBehindTheLogAndFromATornTail() throws IOException {
        ApprovedRun run = boards.claimed(SmallBoards.unreachable(1));
        SmallBoards.goOn(run);
        SortedMap<String, String> whole = SmallBoards.files(run.folder().root());
        LogReading log = LoopLog.of(run.folder().root(), SmallBoards.NOON).read();
        String text = Files.readString(run.folder().log());
        Files.writeString(run.folder().log(), text.substring(0, text.length() - 40));
        Files.delete(run.folder().bestModel());
        LogReading earlier =
                new LogReading(log.entries().subList(0, 3), log.entries().get(3).prev(), 0, 0);
        DeftState.fold(run.facts(), earlier).write(run.folder().state());

        List<String> said = new ArrayList<>();
        SmallBoards.goOn(run, new CellDifferences(), SmallBoards.NOON, said);
        assertThat(said.get(0)).contains("torn tail");
        SortedMap<String, String> files = SmallBoards.files(run.folder().root());
        files.keySet().removeIf(name -> name.startsWith("loop_log.torn"));
        assertThat(files).isEqualTo(whole);
    }

    @Test
    void refusesAStateThatIsNoFoldOfTheLog() throws IOException {
        ApprovedRun run = boards.claimed(SmallBoards.unreachable(1));
        SmallBoards.goOn(run);
        String text = Files.readString(run.folder().state());
        Files.writeString(
                run.folder().state(),
                text.replace("\"best_ckpt_kind\" : \"best_val\"", "\"best_ckpt_kind\" : \"latest\""));
        assertRefused(run, ErrorCode.STATE_LOG_MISMATCH);
    }

    @Test
    void namesTheCommittedFileThatIsGoneAndTheLastIntactStage() throws IOException {
        ApprovedRun run = boards.claimed(SmallBoards.unreachable(1));
        SmallBoards.goOn(run);
        Files.delete(run.folder().combined(new Phase(1)));
        assertThatThrownBy(() -> SmallBoards.goOn(run))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EVIDENCE_MISSING))
                .hasMessageContaining("train_combined_iter1.csv")
                .hasMessageContaining("the last intact stage is iter1 data_mining");
    }

    @Test
    void refusesToGoOnWithOtherInputs() throws IOException {
        ApprovedRun run = boards.claimed(SmallBoards.unreachable(1));
        Path spec = boards.workspace().baselineSpec();
        Files.writeString(spec, Files.readString(spec) + "# touched\n");
        assertRefused(run, ErrorCode.APPROVAL_STALE);
        assertThat(run.folder().log()).doesNotExist();
    }

    @Test
    void refusesToGoOnWithAnotherBenchmark() throws IOException {
        ApprovedRun run = boards.claimed(SmallBoards.unreachable(1));
        Path benchmark = boards.workspace().benchmarkCsv().orElseThrow();
        List<String> lines = Files.readAllLines(benchmark);
        Files.write(benchmark, lines.subList(0, lines.size() - 1));
        assertRefused(run, ErrorCode.BENCHMARK_CHANGED);
    }

    private void assertRefused(ApprovedRun run, ErrorCode code) {
        assertThatThrownBy(() -> SmallBoards.goOn(run))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private Path seedState(Path checkpoint) throws IOException {
        return Files.writeString(
                boards.root.resolve("seed.json"),
                "{\"version\": 2, \"iterations\": {\"baseline\": {\"stage_completed\": \"train\", \"best_ckpt_path\": \""
                        + checkpoint + "\"}}}");
    }

    private static List<String> steps(ApprovedRun run) throws IOException {
        return LoopLog.of(run.folder().root(), SmallBoards.NOON).read().entries().stream()
                .map(entry -> entry.phase() + " " + entry.stage().word())
                .toList();
    }
}

package dev.syncprotocol.aoi.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.aoi.approval.PreflightSummary;
import dev.syncprotocol.aoi.approval.RunClaim;
import dev.syncprotocol.aoi.approval.RunId;
import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.engine.InferOrder;
import dev.syncprotocol.aoi.engine.InferOutcome;
import dev.syncprotocol.aoi.engine.TrainOrder;
import dev.syncprotocol.aoi.engine.TrainOutcome;
import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose committed files were damaged, and the new one that starts after its last intact stage (specification §10.4). */
class FromLastValidTest {
    private static final Phase FIRST = new Phase(1);

    /** A checkpoint that is neither the best nor the latest: nothing proves its bytes, so it is not taken over. */
    private static final String NOT_COMMITTED = "iter1/train/model_epoch_000_step_00001.safetensors";

    @TempDir
    private static Path drawn;

    private static SmallBoards boards;
    private static SmallBoards kept;
    private static ApprovedRun run;

    /** Writes down what it was asked. */
    private static final class Asked extends CellDifferences {
        private final List<String> tasks = new ArrayList<>();

        @Override
        public TrainOutcome train(TrainOrder order, EngineProgress progress) {
            tasks.add(order.phase() + " train");
            return super.train(order, progress);
        }

        @Override
        public InferOutcome infer(InferOrder order, EngineProgress progress) {
            tasks.add(order.phase() + " infer " + order.kind());
            return super.infer(order, progress);
        }
    }

    @BeforeAll
    static void runsOnce() throws IOException {
        boards = SmallBoards.drawnIn(drawn);
        run = boards.claimed(SmallBoards.unreachable(2));
        SmallBoards.goOn(run);
        kept = boards.copiedTo(drawn.resolve("kept"));
    }

    /** At the same place: committed paths are absolute. */
    @BeforeEach
    void aFinishedRun() throws IOException {
        SmallBoards.delete(boards.root);
        kept.copiedTo(drawn);
    }

    @Test
    void takesOverWhatIsIntactAndComesToTheFilesOfTheDamagedRun() throws IOException {
        SortedMap<String, String> undisturbed = comparable(run);
        append(run.folder().combined(new Phase(2)), "one,row,too,many\n");
        SortedMap<String, String> damaged = SmallBoards.files(run.folder().root());

        ApprovedRun next = claimed();
        Asked engine = new Asked();
        List<String> said = new ArrayList<>();
        assertThat(SmallBoards.goOn(next, engine, SmallBoards.NOON, said).reason())
                .isEqualTo("max_iterations");

        assertThat(engine.tasks)
                .containsExactly("iter2 train", "iter2 infer best_val", "iter2 infer latest", "iter2 infer benchmark");
        assertThat(said)
                .anyMatch(line -> line.matches("\\[iter1 5/6 train] ok .* taken over from run_20260504_120000"));
        assertThat(said).anyMatch(line -> line.contains("baseline 2/3 evaluate") && line.contains("taken over from"));
        assertThat(SmallBoards.files(run.folder().root())).as("the damaged run").isEqualTo(damaged);
        assertThat(differing(comparable(next), undisturbed)).containsExactly(NOT_COMMITTED);
        assertThat(new RunCheck(next, SmallBoards.NOON).faults()).isEmpty();
        assertThat(Replay.of(next, SmallBoards.NOON).differences()).isEmpty();
    }

    @Test
    void saysInLogAndSummaryWhereAStageComesFrom() throws IOException {
        Files.delete(run.folder().combined(FIRST));
        ApprovedRun next = claimed();
        SmallBoards.goOn(next);
        LogEntry trained = entry(next, Phase.BASELINE, LoopStage.TRAIN);
        assertThat(trained.record().set().at("/train_taken_over/run").asText()).isEqualTo("run_20260504_120000");
        assertThat(trained.record().set().at("/train_taken_over/seq").asInt()).isEqualTo(1);
        assertThat(trained.record().evidence())
                .anyMatch(file -> file.path().endsWith("/" + RunClaim.EARLIER_LOG))
                .allMatch(file -> file.path().startsWith(next.folder().root().toString()));
        assertThat(entry(next, Phase.BASELINE, LoopStage.EVALUATE)
                        .record()
                        .set()
                        .has("evaluate_taken_over"))
                .isTrue();
        assertThat(entry(next, FIRST, LoopStage.TRAIN).record().set().has("train_taken_over"))
                .isFalse();
        assertThat(next.summary().markdown()).contains("| Resuming | run_20260504_120000 after iter1 data_mining: ");
        assertThat(next.summary().digest())
                .as("a token for a run from scratch is none for this one")
                .isNotEqualTo(fresh().digest());
    }

    @Tag("stress")
    @Test
    void sharesNoFileWithTheDamagedRun() throws IOException {
        Files.delete(run.folder().combined(FIRST));
        ApprovedRun next = claimed();
        SmallBoards.goOn(next);
        List<Path> all;
        try (Stream<Path> tree = Files.walk(next.folder().root())) {
            all = tree.toList();
        }
        assertThat(all).noneMatch(Files::isSymbolicLink);
        SmallBoards.delete(run.folder().root());
        assertThat(new RunCheck(next, SmallBoards.NOON).faults()).isEmpty();
        assertThat(Replay.of(next, SmallBoards.NOON).differences()).isEmpty();
    }

    /** One process after the other dies a little later than the one before, until one comes to the end. */
    @Tag("stress")
    @Test
    void comesToTheSameFilesWhereverItDiesOnTheWay() throws IOException {
        SortedMap<String, String> undisturbed = comparable(run);
        Files.delete(run.folder().combined(new Phase(2)));
        ApprovedRun next = claimed();
        int deaths = DyingClock.until(clock -> SmallBoards.goOn(next, new CellDifferences(), clock, new ArrayList<>()));
        assertThat(deaths).isGreaterThan(8);
        assertThat(differing(comparable(next), undisturbed)).containsExactly(NOT_COMMITTED);
    }

    @Tag("stress")
    @Test
    void makesAnewWhatIsDamagedMeanwhile() throws IOException {
        SortedMap<String, String> undisturbed = comparable(run);
        Files.delete(run.folder().combined(new Phase(2)));
        ApprovedRun next = claimed();
        append(run.folder().train(FIRST).resolve("status.json"), " ");
        Files.delete(run.folder().inference(FIRST).resolve("best_val/inference.csv"));
        Asked engine = new Asked();
        List<String> said = new ArrayList<>();
        SmallBoards.goOn(next, engine, SmallBoards.NOON, said);
        assertThat(said)
                .anyMatch(line -> line.contains("trained anew, not taken over from run_20260504_120000: ")
                        && line.contains("status.json is not what was committed any more"));
        assertThat(engine.tasks).startsWith("iter1 train", "iter1 infer best_val", "iter2 train");
        assertThat(differing(comparable(next), undisturbed)).isEmpty();
    }

    /** The pool may grow; what is mined from it is another table then. */
    @Tag("stress")
    @Test
    void trainsAnewWhereTheTableIsAnotherOneNow() throws IOException {
        Files.delete(run.folder().combined(new Phase(2)));
        Faults.poolGrowsBy(boards.workspace().trainingCsv(), new LoopScene(boards));
        ApprovedRun next = claimed();
        List<String> said = new ArrayList<>();
        Asked engine = new Asked();
        SmallBoards.goOn(next, engine, SmallBoards.NOON, said);
        assertThat(said).anyMatch(line -> line.contains("train_combined_iter1.csv is another one now"));
        assertThat(engine.tasks).startsWith("iter1 train", "iter1 infer best_val");
    }

    @Test
    void refusesARunThatIsWhole() {
        assertCode(ErrorCode.USAGE, this::intact);
    }

    @Test
    void refusesWhereNoStageIsIntact() throws IOException {
        Files.delete(run.folder().manifest());
        assertCode(ErrorCode.EVIDENCE_MISSING, this::intact);
    }

    @Test
    void refusesOtherInputs() throws IOException {
        Files.delete(run.folder().combined(FIRST));
        append(boards.workspace().baselineSpec(), "# touched\n");
        assertCode(ErrorCode.APPROVAL_STALE, this::intact);
    }

    @Test
    void refusesOtherParameters() throws IOException {
        Files.delete(run.folder().combined(FIRST));
        PreflightSummary other = boards.summary(SmallBoards.unreachable(3), id());
        assertCode(ErrorCode.APPROVAL_STALE, () -> intact().resumedBy(other));
    }

    @Test
    void refusesARunThatStoppedForGood() throws IOException {
        SmallBoards.delete(run.folder().root());
        LoopScene scene = new LoopScene(boards);
        scene.training(made -> {
            throw new SyncException(ErrorCode.ENGINE_FAILED, "the container ended with 137");
        });
        assertCode(ErrorCode.ENGINE_FAILED, scene::goOn);
        assertCode(ErrorCode.HARD_STOPPED, () -> IntactPart.of(scene.run(), SmallBoards.NOON));
    }

    @Test
    void refusesAnEarlierLogThatIsNotTheApprovedOne() throws IOException {
        Files.delete(run.folder().combined(FIRST));
        ApprovedRun next = claimed();
        Path kept = EarlierRun.kept(next);
        List<String> lines = Files.readAllLines(kept);
        Files.write(kept, lines.subList(0, lines.size() - 1));
        assertCode(ErrorCode.EVIDENCE_CHANGED, () -> SmallBoards.goOn(next));
    }

    private IntactPart intact() throws IOException {
        return IntactPart.of(run, SmallBoards.NOON);
    }

    private ApprovedRun claimed() throws IOException {
        return boards.takingOver(run, 1);
    }

    private PreflightSummary fresh() throws IOException {
        return boards.summary(SmallBoards.unreachable(2), id());
    }

    /** A second after the damaged run's. */
    private static RunId id() {
        return RunId.proposedAt(SmallBoards.NOON.instant().plusSeconds(1));
    }

    private static LogEntry entry(ApprovedRun of, Phase phase, LoopStage stage) throws IOException {
        return LoopLog.of(of.folder().root(), SmallBoards.NOON)
                .read()
                .committed(phase, stage)
                .orElseThrow();
    }

    /** Every file but those that tell of approvals, times and digests of paths, as text without the run's name; of tables in binary form that they are there. */
    private static SortedMap<String, String> comparable(ApprovedRun of) throws IOException {
        Path root = of.folder().root();
        SortedMap<String, String> files = new TreeMap<>();
        for (String name : SmallBoards.files(root).keySet()) {
            if (!name.matches(
                    "aborted.*|.*lock|earlier.*|.*/ingest_summary.json|.*/merge_validation.json|approval.*|preflight_summary.*|loop_log.*|deft_state.*|.*[.]html|.*/manifest.json")) {
                String text = Files.readString(root.resolve(name), StandardCharsets.ISO_8859_1);
                boolean binary = name.endsWith(".parquet");
                files.put(
                        name,
                        binary
                                ? ""
                                : Sha256.of(text.replaceAll("run_\\d{8}_\\d{6}", "RUN"))
                                        .hex());
            }
        }
        return files;
    }

    private static SortedSet<String> differing(SortedMap<String, String> some, SortedMap<String, String> others) {
        SortedSet<String> names = new TreeSet<>(some.keySet());
        names.addAll(others.keySet());
        names.removeIf(name -> Objects.equals(some.get(name), others.get(name)));
        return names;
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private static void assertCode(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        SyncException refused = catchThrowableOfType(SyncException.class, call);
        assertThat(refused).as("expected " + code).isNotNull();
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
    }
}

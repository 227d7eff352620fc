package dev.syncprotocol.aoi.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.dataset.MergeValidation;
import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.engine.InferOrder;
import dev.syncprotocol.aoi.engine.InferOutcome;
import dev.syncprotocol.aoi.engine.TrainOrder;
import dev.syncprotocol.aoi.engine.TrainOutcome;
import dev.syncprotocol.aoi.log.EntryStatus;
import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each planted once in the middle of a run: logged, not retried, no hand-over. */
class HardStopsTest {
    @TempDir
    Path folder;

    private SmallBoards boards;
    private ApprovedRun run;

    @BeforeEach
    void anApprovedRun() throws IOException {
        boards = SmallBoards.drawnIn(folder);
        run = boards.claimed(SmallBoards.unreachable(2));
    }

    @Test
    void aPregeneratedFileThatIsChangedBetweenTwoIterations() throws IOException {
        Path ng = first(boards.workspace().pregenNg());
        stopped(
                ErrorCode.PREGEN_MUTATED,
                during("baseline", () -> Files.write(ng, new byte[] {0}, StandardOpenOption.APPEND)));
    }

    @Test
    void aPregeneratedFileThatIsTakenAway() throws IOException {
        Path ok = first(boards.workspace().pregenOk());
        stopped(ErrorCode.PREGEN_MUTATED, during("baseline", () -> Files.delete(ok)));
    }

    @Test
    void aPoolTableThatIsRewritten() throws IOException {
        Path pool = boards.workspace().miningPoolCsv();
        stopped(ErrorCode.MINING_POOL_REWRITTEN, during("baseline", () -> {
            List<String> lines = Files.readAllLines(pool);
            Files.write(pool, lines.subList(0, lines.size() - 1));
        }));
    }

    @Test
    void aRowThatInferenceDrops() throws IOException {
        stopped(ErrorCode.SILENT_DROP, new CellDifferences() {
            @Override
            public InferOutcome infer(InferOrder order, EngineProgress progress) {
                InferOutcome outcome = super.infer(order, progress);
                rewrite(outcome.inferenceCsv(), lines -> lines.subList(0, lines.size() - 1));
                return outcome;
            }
        });
    }

    @Test
    void aScoreThatIsNoNumber() throws IOException {
        stopped(ErrorCode.KPI_UNDEFINED, new CellDifferences() {
            @Override
            public InferOutcome infer(InferOrder order, EngineProgress progress) {
                InferOutcome outcome = super.infer(order, progress);
                rewrite(outcome.inferenceCsv(), lines -> {
                    List<String> changed = new ArrayList<>(lines);
                    changed.set(1, changed.get(1).replaceAll("[^,]*$", "nan"));
                    return changed;
                });
                return outcome;
            }
        });
    }

    @Test
    void aTrainingPictureThatVanishesLeavesItsEvidenceInPlace() throws IOException {
        SampleRow row =
                SampleTableFile.read(boards.workspace().trainingCsv()).rows().get(0);
        Path picture = boards.workspace().kpiImages().resolve(row.inputPath());
        stopped(ErrorCode.CSV_INVALID, during("baseline", () -> SmallBoards.delete(picture)));

        Path evidence = run.folder().dataset(Phase.BASELINE.next()).resolve(MergeValidation.FILE);
        JsonNode found = SyncJson.read(Files.readString(evidence));
        assertThat(found.path("missing_file_count").asInt()).isPositive();
        assertThat(found.path("train_val_leakage_overlap_count").isNull()).isTrue();
    }

    @Test
    void aTrainingThatMakesNoStep() throws IOException {
        stopped(ErrorCode.TRAIN_NO_STEPS, new CellDifferences() {
            @Override
            public TrainOutcome train(TrainOrder order, EngineProgress progress) {
                TrainOutcome outcome = super.train(order, progress);
                return new TrainOutcome(outcome.checkpoints(), outcome.rowsSeen(), 0);
            }
        });
    }

    @Test
    void aTrainerThatReadsFewerRowsThanTheTableHas() throws IOException {
        stopped(ErrorCode.SILENT_DROP, new CellDifferences() {
            @Override
            public TrainOutcome train(TrainOrder order, EngineProgress progress) {
                TrainOutcome outcome = super.train(order, progress);
                return new TrainOutcome(outcome.checkpoints(), outcome.rowsSeen() - 1, outcome.steps());
            }
        });
    }

    @Test
    void anEngineThatFails() throws IOException {
        CellDifferences failing = new CellDifferences() {
            @Override
            public TrainOutcome train(TrainOrder order, EngineProgress progress) {
                throw new SyncException(ErrorCode.ENGINE_FAILED, "the container ended with 137");
            }
        };
        stopped(ErrorCode.ENGINE_FAILED, failing);
        assertThat(last().record().set().path("reason").asText()).isEqualTo("error");
    }

    @Test
    void anInterruptLogsNothingAndTheRunGoesOn() throws IOException {
        CellDifferences interrupted = new CellDifferences() {
            @Override
            public InferOutcome infer(InferOrder order, EngineProgress progress) {
                throw new SyncException(ErrorCode.INTERRUPTED, "interrupted");
            }
        };
        SyncException end = catchThrowableOfType(SyncException.class, () -> goOn(interrupted));
        assertThat(end.code()).isEqualTo(ErrorCode.INTERRUPTED);
        assertThat(entries()).hasSize(1);
        assertThat(SmallBoards.goOn(run).reason()).isEqualTo("max_iterations");
    }

    private void stopped(ErrorCode code, CellDifferences engine) throws IOException {
        SyncException stop = catchThrowableOfType(SyncException.class, () -> goOn(engine));
        assertThat(stop).isNotNull();
        assertThat(stop.code()).as(stop.getMessage()).isEqualTo(code);
        List<LogEntry> entries = entries();
        LogEntry failed = entries.get(entries.size() - 2);
        assertThat(failed.record().status()).isEqualTo(EntryStatus.ERROR);
        assertThat(failed.record().summary()).startsWith(code.word() + ": ");
        assertThat(last().record().set().path("code").asText()).isEqualTo(code.word());
        assertThat(run.folder().bestModel()).doesNotExist();
        assertThat(run.folder().root().resolve("DEFT_Loop_Report.html")).exists();
        assertNotRetried();
    }

    private void assertNotRetried() throws IOException {
        SortedMap<String, String> before = SmallBoards.files(run.folder().root());
        SyncException again = catchThrowableOfType(SyncException.class, () -> SmallBoards.goOn(run));
        assertThat(again.code()).isEqualTo(ErrorCode.HARD_STOPPED);
        assertThat(SmallBoards.files(run.folder().root())).isEqualTo(before);
    }

    private void goOn(CellDifferences engine) throws IOException {
        SmallBoards.goOn(run, engine, SmallBoards.NOON, new ArrayList<>());
    }

    private List<LogEntry> entries() throws IOException {
        return LoopLog.of(run.folder().root(), SmallBoards.NOON).read().entries();
    }

    private LogEntry last() throws IOException {
        return entries().get(entries().size() - 1);
    }

    private static Path first(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().findFirst().orElseThrow();
        }
    }

    /** What happens to files while something else works. */
    private interface Mischief {
        void happen() throws IOException;
    }

    private static CellDifferences during(String phase, Mischief mischief) {
        return new CellDifferences() {
            @Override
            public InferOutcome infer(InferOrder order, EngineProgress progress) {
                InferOutcome outcome = super.infer(order, progress);
                if (order.phase().equals(phase) && order.kind().equals("latest")) {
                    try {
                        mischief.happen();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
                return outcome;
            }
        };
    }

    /** The lines of a file, changed. */
    private interface Rewriting {
        List<String> of(List<String> lines);
    }

    private static void rewrite(Path file, Rewriting rewriting) {
        try {
            Files.write(file, rewriting.of(Files.readAllLines(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

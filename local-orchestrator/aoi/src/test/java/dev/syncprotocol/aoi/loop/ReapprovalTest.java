package dev.syncprotocol.aoi.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.aoi.approval.Approval;
import dev.syncprotocol.aoi.approval.PreflightSummary;
import dev.syncprotocol.aoi.approval.RunId;
import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.engine.TrainOrder;
import dev.syncprotocol.aoi.engine.TrainOutcome;
import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.loop.Reapproval.Fix;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is approved anew: what it takes, what it leaves in the log, and that one approval is good for one try. */
class ReapprovalTest {
    private static final CellDifferences NO_STEPS = new CellDifferences() {
        @Override
        public TrainOutcome train(TrainOrder order, EngineProgress progress) {
            TrainOutcome outcome = super.train(order, progress);
            return new TrainOutcome(outcome.checkpoints(), outcome.rowsSeen(), 0);
        }
    };

    @TempDir
    Path folder;

    private SmallBoards boards;
    private ApprovedRun run;
    private int seconds;

    @BeforeEach
    void anApprovedRun() throws IOException {
        boards = SmallBoards.drawnIn(folder);
        run = boards.claimed(SmallBoards.unreachable(1));
    }

    @Test
    void goesOnWithOtherInputsAndSaysSoInTheNextEntry() throws IOException {
        touchSpecification();
        assertCode(ErrorCode.APPROVAL_STALE, this::goOn);
        assertThat(new RunCheck(run, SmallBoards.NOON).needsApproval(Optional.empty()))
                .isTrue();

        Reapproval anew = approve(Optional.empty());
        assertThat(goOn()).contains("approved anew (approval_2.json): inputs changed");
        LogEntry first = entries().get(0);
        assertThat(first.record().set().at("/approved_anew/token").asText())
                .isEqualTo(anew.approval().token().text());
        assertThat(first.record().evidence())
                .anyMatch(evidence -> evidence.path().equals(anew.file().toString()));
        assertThat(entries().get(1).record().set().has("approved_anew")).isFalse();
        assertThat(new RunCheck(run, SmallBoards.NOON).faults()).isEmpty();
    }

    @Test
    void needsNoApprovalWhileTheInputsAreTheApprovedOnes() throws IOException {
        assertThat(new RunCheck(run, SmallBoards.NOON).needsApproval(Optional.empty()))
                .isFalse();
    }

    @Test
    void triesAHardStopOnceMoreAndLogsWhy() throws IOException {
        stopped();
        approve(Optional.of(new Fix("train_no_steps", "batch size lowered")));
        assertThat(goOn()).contains("approved anew (approval_2.json) after train_no_steps: batch size lowered");
        LogEntry retried = entries().stream()
                .filter(entry -> entry.ok() && entry.stage() == LoopStage.TRAIN)
                .findFirst()
                .orElseThrow();
        assertThat(retried.record()
                        .set()
                        .at("/approved_anew/retry_after_fix/why")
                        .asText())
                .isEqualTo("batch size lowered");
    }

    @Test
    void oneApprovalIsGoodForOneTry() throws IOException {
        stopped();
        approve(Optional.of(new Fix("train_no_steps", "nothing, really")));
        assertCode(ErrorCode.TRAIN_NO_STEPS, () -> goOn(NO_STEPS));
        assertThat(entries().get(2).record().set().at("/approved_anew/file").asText())
                .as("the failed try carries it")
                .isEqualTo("approval_2.json");
        assertCode(ErrorCode.HARD_STOPPED, this::goOn);

        approve(Optional.of(new Fix("train_no_steps", "now it is")));
        assertThat(run.folder().root().resolve("approval_3.json")).exists();
        goOn();
    }

    @Test
    void refusesTheFixOfAnotherStopAndOneWithoutAWord() throws IOException {
        RunCheck check = new RunCheck(run, SmallBoards.NOON);
        assertCode(ErrorCode.USAGE, () -> check.needsApproval(Optional.of(new Fix("leakage", "nothing stopped"))));
        stopped();
        assertCode(ErrorCode.USAGE, () -> check.needsApproval(Optional.of(new Fix("leakage", "wrong one"))));
        assertCode(ErrorCode.HARD_STOPPED, () -> check.needsApproval(Optional.empty()));
        assertThatThrownBy(() -> new Fix("train_no_steps", " ")).isInstanceOf(SyncException.class);
    }

    @Test
    void usesATokenOnce() throws IOException {
        touchSpecification();
        approve(Optional.empty());
        seconds--;
        assertCode(ErrorCode.TOKEN_USED, () -> approve(Optional.empty()));
    }

    @Test
    void takesNoOtherParameters() throws IOException {
        PreflightSummary other = boards.summary(SmallBoards.unreachable(2));
        assertCode(
                ErrorCode.APPROVAL_STALE, () -> Reapproval.keep(run, other, boards.approval(other), Optional.empty()));
    }

    @Test
    void refusesAnotherBenchmarkWhateverIsApproved() throws IOException {
        Path benchmark = boards.workspace().benchmarkCsv().orElseThrow();
        List<String> lines = Files.readAllLines(benchmark);
        Files.write(benchmark, lines.subList(0, lines.size() - 1));
        assertCode(
                ErrorCode.BENCHMARK_CHANGED, () -> new RunCheck(run, SmallBoards.NOON).needsApproval(Optional.empty()));
    }

    private void touchSpecification() throws IOException {
        Path spec = boards.workspace().baselineSpec();
        Files.writeString(spec, Files.readString(spec) + "# touched\n");
    }

    private void stopped() {
        assertCode(ErrorCode.TRAIN_NO_STEPS, () -> goOn(NO_STEPS));
    }

    /** A new summary a second later than the one before, and its token. */
    private Reapproval approve(Optional<Fix> fix) throws IOException {
        seconds++;
        Instant at = SmallBoards.NOON.instant().plusSeconds(seconds);
        PreflightSummary summary = boards.summary(SmallBoards.unreachable(1), RunId.proposedAt(at));
        Approval approval = boards.approval(summary);
        return Reapproval.keep(run, summary, approval, fix);
    }

    private List<String> goOn() throws IOException {
        return goOn(new CellDifferences());
    }

    private List<String> goOn(CellDifferences engine) throws IOException {
        List<String> said = new ArrayList<>();
        SmallBoards.goOn(run, engine, SmallBoards.NOON, said);
        return said;
    }

    private List<LogEntry> entries() throws IOException {
        return LoopLog.of(run.folder().root(), SmallBoards.NOON).read().entries();
    }

    private static void assertCode(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        SyncException refused = catchThrowableOfType(SyncException.class, call);
        assertThat(refused).as("expected " + code).isNotNull();
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
    }
}

package dev.syncprotocol.coordinator;

import static dev.syncprotocol.coordinator.TestWorkspace.PLAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.coordinator.round.AskedNeed;
import dev.syncprotocol.coordinator.round.CarriedNeed;
import dev.syncprotocol.coordinator.round.CommandResult;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoordinatorRoundsTest {
    @TempDir
    Path folder;

    private TestWorkspace workspace;
    private Coordinator sync;

    @BeforeEach
    void makeWorkspace() throws IOException {
        workspace = new TestWorkspace(folder);
        sync = workspace.coordinator();
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void opensTheFirstRoundWithItsThreeCommands() throws IOException {
        RoundOpening opening = sync.openRound(TestWorkspace.plan(PLAN), Optional.empty());
        assertThat(opening.alreadyOpen()).isFalse();
        assertThat(opening.round().number()).isEqualTo(RoundNumber.FIRST);
        assertThat(opening.round().state()).isEqualTo(RoundState.OPEN);
        assertThat(opening.round().plan()).isEqualTo(TestWorkspace.plan(PLAN));
        assertThat(opening.next()).contains("sync command done 1");
        assertThat(sync.currentRound()).contains(opening.round());
        assertThat(sync.round(RoundNumber.FIRST)).isEqualTo(opening.round());
    }

    @Test
    void answersTheExpectedRoundWhenItIsOpenAlready() throws IOException {
        Optional<RoundNumber> first = Optional.of(RoundNumber.FIRST);
        sync.openRound(TestWorkspace.plan(PLAN), first);
        assertThat(sync.openRound(TestWorkspace.plan(PLAN), first).alreadyOpen())
                .isTrue();
        assertRefused(
                ErrorCode.EXPECTATION_CONFLICT,
                () -> sync.openRound(TestWorkspace.plan(PLAN), Optional.of(new RoundNumber(3))));
        assertThat(workspace.events()).hasSize(1);
    }

    @Test
    void refusesTheNextRoundBeforeTheHandOver() throws IOException {
        workspace.openRound();
        assertRefused(ErrorCode.TOO_EARLY, workspace::openRound);
        workspace.reportAll();
        assertRefused(ErrorCode.TOO_EARLY, workspace::openRound);
        assertThat(sync.rounds()).hasSize(1);
    }

    @Test
    void handsOverAfterTheThirdReportWhateverTheReportsSay() throws IOException {
        workspace.openRound();
        sync.reportCommand(CommandReport.done(2));
        sync.reportCommand(CommandReport.failed(1, "no space left"));
        assertThat(sync.currentRound().orElseThrow().state()).isEqualTo(RoundState.OPEN);
        Round after = sync.reportCommand(CommandReport.done(3)).round();
        assertThat(after.state()).isEqualTo(RoundState.HANDOVER);
        assertThat(after.commands().get(0).report().orElseThrow().text()).contains("no space left");
    }

    @Test
    void recordsTheSameReportOnce() throws IOException {
        workspace.openRound();
        assertThat(sync.reportCommand(CommandReport.done(1)).alreadyReported()).isFalse();
        assertThat(sync.reportCommand(CommandReport.done(1)).alreadyReported()).isTrue();
        assertThat(workspace.events()).hasSize(2);
    }

    @Test
    void letsAFailedCommandBeReportedAgainButNotADoneOne() throws IOException {
        workspace.openRound();
        sync.reportCommand(CommandReport.failed(1, "typo"));
        Round fixed = sync.reportCommand(CommandReport.done(1)).round();
        assertThat(fixed.report(1).orElseThrow().result()).isEqualTo(CommandResult.DONE);
        assertThat(fixed.reported()).isEqualTo(1);
        assertRefused(ErrorCode.REPORT_CONFLICT, () -> sync.reportCommand(CommandReport.failed(1, "no")));
    }

    @Test
    void refusesAFourthCommandAndAFailureWithoutReason() throws IOException {
        workspace.openRound();
        assertRefused(ErrorCode.USAGE, () -> sync.reportCommand(CommandReport.done(4)));
        assertRefused(ErrorCode.USAGE, () -> sync.reportCommand(CommandReport.failed(1, " ")));
    }

    @Test
    void refusesReportsWithoutARound() {
        assertRefused(ErrorCode.TOO_EARLY, () -> sync.reportCommand(CommandReport.done(1)));
    }

    @Test
    void refusesReportsAfterTheHandOver() throws IOException {
        workspace.handOver(PLAN.replace("Make the skeleton", "Other"));
        workspace.ingest(TestWorkspace.cursor(1, ""));
        assertThat(sync.reportCommand(CommandReport.done(1)).alreadyReported()).isTrue();
        assertRefused(
                ErrorCode.REPORT_CONFLICT,
                () -> sync.reportCommand(
                        new CommandReport(1, CommandResult.DONE, Optional.of("another note"), Optional.empty())));
    }

    @Test
    void pinsTheLogThatAReportShows() throws IOException {
        workspace.openRound();
        workspace.write("logs/one.log", "ran\n");
        CommandReport report =
                new CommandReport(1, CommandResult.DONE, Optional.of("ran"), Optional.of(new RepoPath("logs/one.log")));
        Round round = sync.reportCommand(report).round();
        assertThat(round.report(1).orElseThrow().log().orElseThrow().sha256()).isEqualTo(TestWorkspace.digest("ran\n"));
        assertRefused(
                ErrorCode.USAGE,
                () -> sync.reportCommand(new CommandReport(
                        2, CommandResult.DONE, Optional.empty(), Optional.of(new RepoPath("logs/two.log")))));
    }

    @Test
    void carriesOpenNeedsIntoTheNextRound() throws IOException {
        workspace.untilWaiting();
        Round second =
                sync.openRound(TestWorkspace.plan(PLAN), Optional.empty()).round();
        assertThat(second.opening().carried().stream().map(CarriedNeed::asked).map(AskedNeed::name))
                .containsExactly("pack", "report");
        assertThat(second.needs()).allSatisfy(asked -> assertThat(asked.round()).isEqualTo(RoundNumber.FIRST));

        workspace.deliver();
        workspace.ingest(TestWorkspace.gemini(2, TestWorkspace.BOTH));
        assertThat(sync.currentRound().orElseThrow().state()).isEqualTo(RoundState.OPEN);
        workspace.reportAll();
        workspace.ingest(TestWorkspace.cursor(2, ""));
        assertThat(sync.currentRound().orElseThrow().state()).isEqualTo(RoundState.READY);
    }

    @Test
    void dropsTheOwnNeedsOfARoundThatIsGivenUpAndKeepsTheInherited() throws IOException {
        workspace.untilWaiting();
        workspace.openRound();
        workspace.reportAll();
        workspace.ingest(TestWorkspace.cursor(
                2, "\"need_from_gemini\":[{\"name\":\"more\",\"path\":\"data/more.jsonl\",\"desc\":\"d\"}],"));
        Round given = sync.abandonRound("not to be had");
        assertThat(given.state()).isEqualTo(RoundState.ABANDONED);
        assertThat(given.abandoned()).contains("not to be had");

        Round third = sync.openRound(TestWorkspace.plan(PLAN), Optional.empty()).round();
        assertThat(third.needs().stream().map(AskedNeed::name)).containsExactly("pack", "report");
    }

    @Test
    void refusesAPlanThatAsksAStranger() {
        assertRefused(
                ErrorCode.PLAN_INVALID,
                () -> sync.openRound(TestWorkspace.plan(PLAN.replace("gemini:", "claudia:")), Optional.empty()));
    }

    @Test
    void refusesAnUnknownRound() {
        assertRefused(ErrorCode.USAGE, () -> sync.round(new RoundNumber(7)));
    }

    @Test
    void showsEveryRoundOldestFirst() throws IOException {
        workspace.untilReady();
        workspace.openRound();
        assertThat(sync.rounds().stream().map(round -> round.number().value())).containsExactly(1, 2);
        assertThat(sync.rounds().get(0).state()).isEqualTo(RoundState.READY);
    }
}

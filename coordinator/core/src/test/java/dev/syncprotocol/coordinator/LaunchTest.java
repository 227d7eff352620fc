package dev.syncprotocol.coordinator;

import static dev.syncprotocol.coordinator.TestWorkspace.BOTH;
import static dev.syncprotocol.coordinator.TestWorkspace.gemini;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.coordinator.launch.LaunchListener;
import dev.syncprotocol.coordinator.launch.LaunchProgress;
import dev.syncprotocol.coordinator.launch.LaunchReport;
import dev.syncprotocol.coordinator.launch.LaunchRequest;
import dev.syncprotocol.coordinator.launch.LaunchState;
import dev.syncprotocol.coordinator.launch.Wishes;
import dev.syncprotocol.coordinator.ledger.LedgerLocked;
import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.coordinator.readiness.NeedState;
import dev.syncprotocol.coordinator.readiness.PreflightGates;
import dev.syncprotocol.coordinator.round.Launch;
import dev.syncprotocol.coordinator.round.LaunchEnd;
import dev.syncprotocol.coordinator.round.LaunchFinished;
import dev.syncprotocol.coordinator.round.LaunchId;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {
    private static final RepoPath CONFIG = new RepoPath("configs/train.yaml");
    private static final LaunchRequest ROUND = request(LaunchScope.ROUND, "config", GateDemand.ALL);
    private static final LaunchRequest LOOP = request(LaunchScope.LOOP, "config", GateDemand.ALL);

    @TempDir
    Path folder;

    private TestWorkspace workspace;
    private Coordinator sync;

    private static LaunchRequest request(LaunchScope scope, String config, GateDemand demand) {
        return new LaunchRequest(
                CONFIG,
                Sha256.of(config),
                scope,
                demand,
                List.of(),
                Optional.empty(),
                new RepoPath("checkpoints/local"),
                Wishes.NONE);
    }

    @BeforeEach
    void makeWorkspace() throws IOException {
        workspace = new TestWorkspace(folder);
        sync = workspace.coordinator();
        engine("finish");
    }

    private void engine(String behaviour) throws IOException {
        workspace.write("engine.txt", behaviour);
    }

    private Round round() throws IOException {
        return sync.currentRound().orElseThrow();
    }

    private LaunchReport launch(LaunchRequest request) throws IOException {
        return sync.launch(request, LaunchListener.SILENT);
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void trainsThroughTheOpenGateAndRecordsBeginningAndEnd() throws IOException {
        workspace.untilReady();
        List<LaunchProgress> beats = new ArrayList<>();
        LaunchReport report = sync.launch(ROUND, new LaunchListener() {
            @Override
            public void progress(LaunchProgress progress) {
                beats.add(progress);
            }
        });
        assertThat(report.state()).isEqualTo(LaunchState.FINISHED);
        assertThat(report.recorded()).isTrue();
        assertThat(report.step()).isEqualTo(3);
        assertThat(report.loss()).hasValue(1.5);
        assertThat(beats.get(beats.size() - 1).step()).isEqualTo(3);
        assertThat(round().state()).isEqualTo(RoundState.DONE);
        assertThat(workspace.events()).endsWith("launch-started", "launch-finished");
        assertThat(round().newestLaunch().orElseThrow().finished().orElseThrow().artifacts().stream()
                        .map(artifact -> artifact.name()))
                .containsExactly("metrics", "checkpoint");
        assertThat(round().newestLaunch().orElseThrow().finished().orElseThrow().logTail())
                .contains(Sha256.of("done\n"));
    }

    @Test
    void givesTheEngineItsOrder() throws IOException {
        workspace.untilReady();
        LaunchReport report = launch(ROUND);
        Path order = workspace.root().resolve(".sync/launches/r0001-l0001/order.json");
        assertThat(report.launch()).isEqualTo(new LaunchId("r0001-l0001"));
        assertThat(SyncJson.read(Files.readString(order)))
                .isEqualTo(SyncJson.read("""
                        {"schema":"sync.launch-order/1","launch":"r0001-l0001","workspace":"%s",
                         "config":"configs/train.yaml","config_sha256":"%s","inputs_sha256":"%s",
                         "resume":null,"degraded":false,"run":null,"lock_sha256":null,
                         "allow_change":[],"fresh":false}
                        """.formatted(workspace.root(), Sha256.of("config"), report.inputsSha256())));
    }

    @Test
    void startsNothingWhileARequiredNeedIsMissing() throws IOException {
        workspace.untilWaiting();
        NeedsMissing refusal = catchThrowableOfType(NeedsMissing.class, () -> launch(ROUND));
        assertThat(refusal.code()).isEqualTo(ErrorCode.NEED_MISSING);
        assertThat(refusal.gate().blockedBy()).containsExactly("pack", "report");
        assertThat(refusal.next()).contains("sync needs --for gemini --as message");
        assertThat(workspace.engine().count()).isZero();
        assertThat(workspace.events()).doesNotContain("launch-started");
    }

    @Test
    void startsNothingBeforeTheHandOverOrWithoutARound() throws IOException {
        assertRefused(ErrorCode.TOO_EARLY, () -> launch(ROUND));
        workspace.openRound();
        assertRefused(ErrorCode.TOO_EARLY, () -> launch(ROUND));
        assertThat(workspace.engine().count()).isZero();
    }

    @Test
    void pinsWhatArrivedAfterItsPackageBeforeItStarts() throws IOException {
        workspace.untilWaiting();
        workspace.ingest(gemini(1, BOTH));
        workspace.deliver();
        assertThat(sync.explain(GateDemand.ALL).open()).isTrue();
        assertThat(round().state()).isEqualTo(RoundState.WAITING);
        launch(ROUND);
        assertThat(workspace.events()).endsWith("needs-satisfied", "launch-started", "launch-finished");
        Launch launch = round().newestLaunch().orElseThrow();
        assertThat(launch.started().needs()).hasSize(2);
        assertThat(round().state()).isEqualTo(RoundState.DONE);
    }

    @Test
    void closesTheGateWhenAPinnedArtifactChanges() throws IOException {
        workspace.untilWaiting();
        workspace.deliver();
        workspace.ingest(gemini(1, BOTH));
        workspace.write("templates/pack/a.txt", "changed");
        ArtifactMismatch refusal = catchThrowableOfType(ArtifactMismatch.class, () -> launch(ROUND));
        assertThat(refusal.code()).isEqualTo(ErrorCode.DIGEST_MISMATCH);
        assertThat(refusal.differences()).hasSize(1);
        assertThat(refusal.differences().get(0).expected())
                .isNotEqualTo(refusal.differences().get(0).found());
        assertThat(sync.status().needs().get(0).state()).isEqualTo(NeedState.MISMATCH);
        assertThat(sync.status().round().orElseThrow().state()).isEqualTo(RoundState.READY);
        workspace.write("templates/pack/a.txt", "a");
        assertThat(launch(ROUND).state()).isEqualTo(LaunchState.FINISHED);
    }

    @Test
    void answersTheSameInputsWithTheFinishedLaunch() throws IOException {
        workspace.untilReady();
        LaunchReport first = launch(ROUND);
        LaunchReport again = launch(ROUND);
        assertThat(again).isEqualTo(first);
        assertThat(workspace.engine().count()).isEqualTo(1);
        assertRefused(ErrorCode.ROUND_CLOSED, () -> launch(request(LaunchScope.ROUND, "other config", GateDemand.ALL)));
    }

    @Test
    void answersTheSameInputsWithTheRunningLaunchAndStopsIt() throws Exception {
        workspace.untilReady();
        engine("wait");
        LaunchReport running = sync.launchDetached(ROUND);
        workspace.engine().ready();
        assertThat(running.state()).isEqualTo(LaunchState.RUNNING);
        assertThat(sync.launchDetached(ROUND).launch()).isEqualTo(running.launch());
        assertThat(workspace.engine().count()).isEqualTo(1);
        assertRefused(
                ErrorCode.LAUNCH_RUNNING,
                () -> sync.launchDetached(request(LaunchScope.ROUND, "other", GateDemand.ALL)));
        assertThat(sync.status().state()).contains(RoundState.TRAINING);
        assertThat(sync.status().launch().orElseThrow().step()).isEqualTo(3);

        LaunchReport stopped = sync.stop().orElseThrow();
        assertThat(stopped.state()).isEqualTo(LaunchState.STOPPED);
        assertThat(stopped.exitCode()).hasValue(130);
        assertThat(stopped.checkpoint()).contains(new RepoPath("checkpoints/local/step_00003"));
        assertThat(round().state()).isEqualTo(RoundState.FAILED);
        assertThat(sync.stop()).isEmpty();
    }

    @Test
    void resumesAStoppedLaunch() throws Exception {
        workspace.untilReady();
        engine("wait");
        sync.launchDetached(ROUND);
        workspace.engine().ready();
        sync.stop();
        engine("finish");
        RepoPath from = new RepoPath("checkpoints/local/step_00003");
        LaunchReport resumed = launch(new LaunchRequest(
                CONFIG,
                Sha256.of("config"),
                LaunchScope.ROUND,
                GateDemand.ALL,
                List.of(),
                Optional.of(from),
                new RepoPath("checkpoints/local"),
                Wishes.NONE));
        assertThat(resumed.launch()).isEqualTo(new LaunchId("r0001-l0002"));
        assertThat(resumed.resume()).contains(from);
        assertThat(round().state()).isEqualTo(RoundState.DONE);
        assertThat(round().launches().stream()
                        .map(launch -> launch.started().inputsSha256())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void tellsOfAnEngineThatFailed() throws IOException {
        workspace.untilReady();
        engine("fail");
        EngineFailed failure = catchThrowableOfType(EngineFailed.class, () -> launch(ROUND));
        assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_FAILED);
        assertThat(failure.report().exitCode()).hasValue(1);
        assertThat(failure.hint().orElseThrow()).contains("reports/ERROR_1.json");
        assertThat(round().state()).isEqualTo(RoundState.FAILED);
        engine("finish");
        assertThat(launch(ROUND).state()).isEqualTo(LaunchState.FINISHED);
    }

    @Test
    void tellsOfAnEngineThatVanished() throws IOException {
        workspace.untilReady();
        engine("vanish");
        EngineFailed failure = catchThrowableOfType(EngineFailed.class, () -> launch(ROUND));
        assertThat(failure.lost()).isTrue();
        assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_LOST);
        assertThat(failure.report().step()).isEqualTo(3);
        assertThat(round().newestLaunch().orElseThrow().finished().orElseThrow().end())
                .isEqualTo(LaunchEnd.LOST);
    }

    @Test
    void showsAKilledEngineBeforeTheNextWritingCommandRecordsIt() throws Exception {
        workspace.untilReady();
        engine("wait");
        sync.launchDetached(ROUND);
        Process process = workspace.engine().ready();
        assertThat(process.destroyForcibly().waitFor()).isEqualTo(137);

        List<String> before = workspace.events();
        StatusReport status = sync.status();
        assertThat(status.state()).contains(RoundState.FAILED);
        assertThat(status.launch().orElseThrow().state()).isEqualTo(LaunchState.LOST);
        assertThat(status.launch().orElseThrow().recorded()).isFalse();
        assertThat(status.round().orElseThrow().state()).isEqualTo(RoundState.TRAINING);
        assertThat(workspace.events()).isEqualTo(before);

        assertThatThrownBy(workspace::openRound).isInstanceOf(SyncException.class);
        assertThat(workspace.events()).hasSize(before.size() + 1).endsWith("launch-finished");
        assertThat(round().state()).isEqualTo(RoundState.FAILED);
    }

    @Test
    void recordsWhatFinishedWhileNobodyFollowed() throws Exception {
        workspace.untilReady();
        sync.launchDetached(ROUND);
        assertThat(workspace.engine().ready().waitFor()).isZero();
        assertThat(sync.status().state()).contains(RoundState.DONE);
        assertThat(sync.status().next()).containsExactly("sync round next");
        assertThat(workspace.events()).endsWith("launch-started");
        workspace.openRound();
        assertThat(workspace.events()).endsWith("launch-finished", "round-opened");
        LaunchFinished end = sync.round(RoundNumber.FIRST)
                .newestLaunch()
                .flatMap(Launch::finished)
                .orElseThrow();
        assertThat(end.logTail()).contains(Sha256.of("done\n"));
        assertThat(end.artifacts()).extracting(artifact -> artifact.name()).containsExactly("metrics", "checkpoint");
        assertThat(end.artifacts()).allMatch(artifact -> artifact.sha256().isPresent());
    }

    @Test
    void saysThatALaunchOfAnotherCloneRunsElsewhereAndStartsNoSecond() throws Exception {
        workspace.untilReady();
        engine("wait");
        sync.launchDetached(ROUND);
        Process process = workspace.engine().ready();
        Path clone = folder.resolve("clone");
        GitCommand.in(folder, "clone", "-q", workspace.root().toString(), clone.toString());
        Files.createDirectories(clone.resolve(".sync"));
        Files.copy(workspace.root().resolve(".sync/config.yaml"), clone.resolve(".sync/config.yaml"));
        TinyEngine.Launcher second = new TinyEngine.Launcher();
        Coordinator there = new Coordinator(
                Workspace.around(clone),
                CoordinatorPorts.NONE.with(TestWorkspace.CLOCK).with(second));
        try {
            assertThat(there.status().launch().orElseThrow().elsewhere()).isTrue();
            assertThat(there.status().state()).contains(RoundState.TRAINING);
            assertThat(there.launch(ROUND, LaunchListener.SILENT).elsewhere()).isTrue();
            assertThat(there.launchDetached(ROUND).state()).isEqualTo(LaunchState.RUNNING);
            assertRefused(
                    ErrorCode.LAUNCH_RUNNING,
                    () -> there.launchDetached(request(LaunchScope.ROUND, "other", GateDemand.ALL)));
            assertRefused(ErrorCode.LAUNCH_RUNNING, there::stop);
            assertThat(second.count()).isZero();
            assertThat(sync.status().launch().orElseThrow().elsewhere()).isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void refusesToResumeWithOtherInputs() throws Exception {
        workspace.untilReady();
        engine("wait");
        sync.launchDetached(ROUND);
        workspace.engine().ready();
        sync.stop();
        engine("finish");
        Optional<RepoPath> from = Optional.of(new RepoPath("checkpoints/local/step_00003"));
        assertRefused(
                ErrorCode.INPUTS_CHANGED,
                () -> launch(new LaunchRequest(
                        CONFIG,
                        Sha256.of("other"),
                        LaunchScope.ROUND,
                        GateDemand.ALL,
                        List.of(),
                        from,
                        new RepoPath("checkpoints/local"),
                        Wishes.NONE)));
        assertThat(workspace.events()).endsWith("launch-finished");
        assertThat(launch(request(LaunchScope.ROUND, "other", GateDemand.ALL)).state())
                .isEqualTo(LaunchState.FINISHED);
    }

    @Test
    void recordsALaunchWhoseStarterDiedBeforeTheEngineRan() throws IOException {
        workspace.untilReady();
        sync.launchDetached(ROUND);
        Path launch = workspace.root().resolve(".sync/launches/r0001-l0001");
        engine("finish");
        finish();
        for (String file : List.of("process.json", "heartbeat.json", "outcome.json")) {
            Files.deleteIfExists(launch.resolve(file));
        }
        assertThat(sync.status().launch().orElseThrow().state()).isEqualTo(LaunchState.RUNNING);
        assertThat(launch(ROUND).launch()).isEqualTo(new LaunchId("r0001-l0002"));
        assertThat(round().launches().get(0).finished().orElseThrow().end()).isEqualTo(LaunchEnd.LOST);
    }

    private void finish() throws IOException {
        try {
            workspace.engine().ready().waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void runsALocalLoopBeforeTheHandOverWithoutMovingTheRound() throws IOException {
        workspace.openRound();
        LaunchReport report = launch(LOOP);
        assertThat(report.state()).isEqualTo(LaunchState.FINISHED);
        assertThat(report.scope()).isEqualTo(LaunchScope.LOOP);
        assertThat(round().state()).isEqualTo(RoundState.OPEN);
        assertThat(launch(LOOP)).isEqualTo(report);
        engine("fail");
        assertThatThrownBy(() -> launch(request(LaunchScope.LOOP, "other", GateDemand.ALL)))
                .isInstanceOf(EngineFailed.class);
        assertThat(round().state()).isEqualTo(RoundState.OPEN);
        assertThat(sync.status().state()).contains(RoundState.OPEN);
    }

    @Test
    void keepsTheNextRoundClosedWhileALoopRuns() throws Exception {
        workspace.untilReady();
        engine("wait");
        sync.launchDetached(LOOP);
        Process process = workspace.engine().ready();
        assertRefused(ErrorCode.LAUNCH_RUNNING, workspace::openRound);
        assertRefused(ErrorCode.LAUNCH_RUNNING, () -> sync.abandonRound("no"));
        assertRefused(ErrorCode.LAUNCH_RUNNING, () -> launch(ROUND));
        process.destroyForcibly().waitFor();
        workspace.openRound();
    }

    @Test
    void doesNotHoldTheLockWhileTheEngineRuns() throws Exception {
        workspace.openRound();
        engine("wait");
        sync.launchDetached(LOOP);
        Process process = workspace.engine().ready();
        Coordinator other = workspace.other(new CoordinatorPorts(
                TestWorkspace.CLOCK,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofMillis(1),
                Duration.ZERO));
        try {
            assertThat(other.reportCommand(CommandReport.done(1)).alreadyReported())
                    .isFalse();
        } catch (LedgerLocked locked) {
            throw new AssertionError("the lock is held while the engine runs", locked);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void demandsTheTicketThatTheConfigNames() throws IOException {
        workspace.untilReady();
        RepoPath ticket = new RepoPath("reports/preflight/round2_pass.json");
        LaunchRequest request =
                request(LaunchScope.ROUND, "config", new GateDemand(List.of(), false, Optional.of(ticket)));
        assertRefused(ErrorCode.PREFLIGHT_FAILED, () -> launch(request));
        workspace.write(ticket.value(), "{}");
        assertThat(withTickets().launch(request, LaunchListener.SILENT).state()).isEqualTo(LaunchState.FINISHED);
        assertThat(round().newestLaunch().orElseThrow().started().ticket()).contains(Sha256.of("{}"));
    }

    /** The ticket's own bytes are the same, what it binds is not. */
    @Test
    void doesNotAnswerWithAFinishedLaunchOnceItsTicketProvesNothing() throws IOException {
        workspace.untilReady();
        RepoPath ticket = new RepoPath("reports/preflight/round2_pass.json");
        LaunchRequest request =
                request(LaunchScope.ROUND, "config", new GateDemand(List.of(), false, Optional.of(ticket)));
        workspace.write(ticket.value(), "{}");
        LaunchReport first = withTickets().launch(request, LaunchListener.SILENT);
        assertThat(withTickets().launch(request, LaunchListener.SILENT).launch())
                .as("nothing changed")
                .isEqualTo(first.launch());
        workspace.write(TicketsOnly.CHANGED, "");
        assertThatThrownBy(() -> withTickets().launch(request, LaunchListener.SILENT))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED));
    }

    private Coordinator withTickets() throws IOException {
        return workspace.other(CoordinatorPorts.NONE
                .with(TestWorkspace.CLOCK)
                .with(workspace.engine())
                .with(new TicketsOnly()));
    }

    /** A preflight that passes every ticket that is there, until something it binds has changed. */
    private static final class TicketsOnly implements PreflightGates {
        static final String CHANGED = "changed-since";

        @Override
        public Verdict artifact(String gate, Path artifact) {
            return new Verdict(false, "no such gate");
        }

        @Override
        public Verdict ticket(Path workspace, RepoPath ticket, RepoPath config) {
            return new Verdict(
                    Files.exists(ticket.below(workspace)) && Files.notExists(workspace.resolve(CHANGED)), "looked");
        }
    }

    @Test
    void demandsNeedsThatTheConfigNames() throws IOException {
        workspace.untilReady();
        NeedsMissing refusal = catchThrowableOfType(
                NeedsMissing.class,
                () -> launch(request(
                        LaunchScope.ROUND, "config", new GateDemand(List.of("unheard_of"), false, Optional.empty()))));
        assertThat(refusal.gate().blockedBy()).containsExactly("unheard_of");
    }

    @Test
    void refusesToLaunchWithoutAnEngine() throws IOException {
        workspace.untilReady();
        Coordinator bare = workspace.other(CoordinatorPorts.NONE);
        assertRefused(ErrorCode.USAGE, () -> bare.launch(ROUND, LaunchListener.SILENT));
    }
}

package dev.syncprotocol.coordinator;

import static dev.syncprotocol.coordinator.TestWorkspace.cursor;
import static dev.syncprotocol.coordinator.TestWorkspace.gemini;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.coordinator.launch.LaunchListener;
import dev.syncprotocol.coordinator.launch.LaunchReport;
import dev.syncprotocol.coordinator.launch.LaunchRequest;
import dev.syncprotocol.coordinator.launch.LaunchState;
import dev.syncprotocol.coordinator.launch.Wishes;
import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.readiness.NeedState;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.coordinator.round.LaunchStarted;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.coordinator.workspace.LedgerLimits;
import dev.syncprotocol.coordinator.workspace.PartyKind;
import dev.syncprotocol.coordinator.workspace.WorkspaceConfig;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlternativesTest {
    private static final String SEED = "data/seed.jsonl";
    private static final String SMALL = "data/small.jsonl";
    private static final GateDemand LENIENT = new GateDemand(List.of(), true, Optional.empty());

    @TempDir
    Path folder;

    private TestWorkspace workspace;
    private Coordinator sync;
    private final List<List<String>> ran = new ArrayList<>();

    @BeforeEach
    void makeWorkspace() throws IOException {
        Party other = new Party("other");
        workspace = new TestWorkspace(
                folder,
                new WorkspaceConfig(
                        Map.of(
                                Party.CURSOR,
                                PartyKind.LOCAL,
                                Party.GEMINI,
                                PartyKind.EXTERNAL,
                                other,
                                PartyKind.EXTERNAL),
                        LedgerLimits.STANDARD,
                        false,
                        Optional.empty()));
        sync = workspace.coordinator();
        workspace.write("engine.txt", "finish");
        workspace.handOver(TestWorkspace.PLAN_WITHOUT_NEEDS);
    }

    private static String need(String produces) {
        return """
                "need_from_gemini":[{"name":"seed","path":"%s","desc":"rows",
                  "alternative":{"command":["make","small"],"produces":"%s"}}],
                """.formatted(SEED, produces);
    }

    private AlternativeOutcome make(String produces) throws IOException {
        return sync.runAlternative("seed", (command, log) -> {
            ran.add(command);
            workspace.write(produces, "small\n");
            return 0;
        });
    }

    private SyncException refused(String name, AlternativeRunner runner) {
        return catchThrowableOfType(SyncException.class, () -> sync.runAlternative(name, runner));
    }

    private NeedCheck need() throws IOException {
        return sync.needs(Optional.empty()).get(0);
    }

    private Round round() throws IOException {
        return sync.currentRound().orElseThrow();
    }

    private LaunchReport launch(GateDemand demand) throws IOException {
        return sync.launch(
                new LaunchRequest(
                        new RepoPath("configs/c.yaml"),
                        Sha256.of("c"),
                        LaunchScope.ROUND,
                        demand,
                        List.of(),
                        Optional.empty(),
                        new RepoPath("checkpoints/local"),
                        Wishes.NONE),
                LaunchListener.SILENT);
    }

    @Test
    void makeAStandInThatSatisfiesNothing() throws IOException {
        workspace.ingest(cursor(1, need(SMALL)));
        AlternativeOutcome made = make(SMALL);
        assertThat(ran).containsExactly(List.of("make", "small"));
        assertThat(made.standIn().path()).isEqualTo(new RepoPath(SMALL));
        assertThat(made.log()).contains(new RepoPath("logs/round-0001-alternative-1.log"));
        assertThat(workspace.events()).endsWith("need-degraded");
        assertThat(need().state()).isEqualTo(NeedState.DEGRADED);
        assertThat(need().standIn().orElseThrow().record()).isEqualTo(made.record());
        assertThat(round().state()).isEqualTo(RoundState.WAITING);
        assertThat(catchThrowableOfType(NeedsMissing.class, () -> launch(GateDemand.ALL)))
                .isNotNull();
        assertThat(sync.verify().findings()).isEmpty();
    }

    @Test
    void areNotRunTwiceForTheSameStandIn() throws IOException {
        workspace.ingest(cursor(1, need(SMALL)));
        int record = make(SMALL).record();
        AlternativeOutcome again = make(SMALL);
        assertThat(again.alreadyMade()).isTrue();
        assertThat(again.record()).isEqualTo(record);
        assertThat(ran).hasSize(1);
    }

    @Test
    void letOnlyAConfigThatAllowsItStartAndMarkItsLaunch() throws IOException {
        workspace.ingest(cursor(1, need(SMALL)));
        make(SMALL);
        LaunchReport report = launch(LENIENT);
        assertThat(report.state()).isEqualTo(LaunchState.FINISHED);
        assertThat(report.degraded()).isTrue();
        LaunchStarted started = round().newestLaunch().orElseThrow().started();
        assertThat(started.standIns()).extracting(proof -> proof.path().value()).containsExactly(SMALL);
        assertThat(started.needs()).isEmpty();
        assertThat(Files.readString(folder.resolve(".sync/launches/r0001-l0001/order.json")))
                .contains("\"degraded\" : true");
        assertThat(round().state()).isEqualTo(RoundState.DONE);
        assertThat(round().openNeeds()).hasSize(1);
        assertThat(sync.verify().findings()).isEmpty();
    }

    @Test
    void areCarriedIntoTheNextRound() throws IOException {
        workspace.ingest(cursor(1, need(SMALL)));
        make(SMALL);
        sync.openRound(TestWorkspace.plan(TestWorkspace.PLAN_WITHOUT_NEEDS), Optional.empty());
        assertThat(need().state()).isEqualTo(NeedState.DEGRADED);
        workspace.write(SMALL, "changed");
        assertThat(need().state()).isEqualTo(NeedState.MISSING);
        make(SMALL);
        assertThat(ran).hasSize(2);
        assertThat(need().state()).isEqualTo(NeedState.DEGRADED);
    }

    @Test
    void expireWhenTheArtifactArrivesOrTheyChange() throws IOException {
        workspace.ingest(cursor(1, need(SMALL)));
        make(SMALL);
        workspace.write(SMALL, "changed\n");
        assertThat(need().state()).isEqualTo(NeedState.MISSING);
        workspace.write(SMALL, "small\n");
        workspace.write(SEED, "real\n");
        workspace.ingest(gemini(1, "{\"name\":\"seed\",\"path\":\"" + SEED + "\"}"));
        assertThat(need().state()).isEqualTo(NeedState.SATISFIED);
        assertThat(need().standIn()).isEmpty();
        assertThat(launch(LENIENT).degraded()).isFalse();
        assertThat(refused("seed", (command, log) -> 0).code()).isEqualTo(ErrorCode.ROUND_CLOSED);
    }

    @Test
    void areNeverTakenForTheArtifactTheyLieInThePlaceOf() throws IOException {
        workspace.ingest(cursor(1, need(SEED)));
        make(SEED);
        IngestOutcome outcome = workspace.ingest(gemini(1, "{\"name\":\"seed\",\"path\":\"" + SEED + "\"}"));
        assertThat(outcome.satisfied()).isEmpty();
        assertThat(need().state()).isEqualTo(NeedState.DEGRADED);
        assertThat(round().state()).isEqualTo(RoundState.WAITING);
        workspace.write(SEED, "real\n");
        assertThat(need().state()).isEqualTo(NeedState.SATISFIED);
    }

    @Test
    void areRefusedWhereTheyWouldWriteIntoTheArtifact() throws IOException {
        workspace.ingest(cursor(1, need(SEED + "/part.jsonl")));
        assertThat(refused("seed", (command, log) -> 0).code()).isEqualTo(ErrorCode.PATH_REFUSED);
    }

    @Test
    void comeFromTheLocalPackageOnly() throws IOException {
        workspace.ingest(cursor(1, ""));
        workspace.ingest("""
                {"from":"gemini","round":1,"artifacts_produced":[],"risks_blockers":["none"],
                 "need_from_other":[{"name":"seed","path":"s","desc":"d",
                  "alternative":{"command":["make","evil"],"produces":"t"}}]}
                """);
        assertThat(refused("seed", (command, log) -> 0).getMessage()).contains("names no alternative");
        assertThat(refused("unheard", (command, log) -> 0).getMessage()).contains("in play");
    }

    @Test
    void leaveNoRecordWhenTheyFailOrLeaveNothing() throws IOException {
        workspace.ingest(cursor(1, need(SMALL)));
        assertThat(refused("seed", (command, log) -> 3).code()).isEqualTo(ErrorCode.COMMAND_FAILED);
        assertThat(refused("seed", (command, log) -> 0).getMessage()).contains("nothing is at " + SMALL);
        assertThat(workspace.events()).doesNotContain("need-degraded");
    }

    @Test
    void areNotRecordedWhenTheArtifactCameMeanwhile() throws IOException {
        workspace.ingest(cursor(1, need(SMALL)));
        SyncException late = refused("seed", (command, log) -> {
            workspace.write(SMALL, "small\n");
            workspace.write(SEED, "real\n");
            workspace.ingest(gemini(1, "{\"name\":\"seed\",\"path\":\"" + SEED + "\"}"));
            return 0;
        });
        assertThat(late.getMessage()).contains("while the alternative ran");
        assertThat(workspace.events()).doesNotContain("need-degraded");
    }

    @Test
    void tellEveryPartyThatOwesSomething() throws IOException {
        workspace.ingest(cursor(1, """
                "need_from_gemini":[{"name":"a","path":"a","desc":"a"}],
                "need_from_other":[{"name":"b","path":"b","desc":"b"}],
                """));
        assertThat(sync.status().turn()).isEqualTo(Party.GEMINI);
        assertThat(sync.status().waitingFor()).containsExactly(Party.GEMINI, new Party("other"));
        assertThat(sync.status().next())
                .contains("sync needs --for gemini --as message", "sync needs --for other --as message");
        workspace.write("a", "a");
        workspace.ingest(gemini(1, "{\"name\":\"a\",\"path\":\"a\"}"));
        assertThat(sync.status().turn()).isEqualTo(new Party("other"));
        assertThat(round().state()).isEqualTo(RoundState.WAITING);
    }
}

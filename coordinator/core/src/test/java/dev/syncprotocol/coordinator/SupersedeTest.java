package dev.syncprotocol.coordinator;

import static dev.syncprotocol.coordinator.TestWorkspace.BOTH;
import static dev.syncprotocol.coordinator.TestWorkspace.NEEDS;
import static dev.syncprotocol.coordinator.TestWorkspace.cursor;
import static dev.syncprotocol.coordinator.TestWorkspace.gemini;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.coordinator.launch.LaunchListener;
import dev.syncprotocol.coordinator.launch.LaunchRequest;
import dev.syncprotocol.coordinator.launch.Wishes;
import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.coordinator.readiness.NeedState;
import dev.syncprotocol.coordinator.round.AskedNeed;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupersedeTest {
    private static final String WHY = "the first one was cut off";
    private static final String ONLY_REPORT = """
            "need_from_gemini":[
              {"name":"report","path":"reports/diversity.json","desc":"in other words","accept":{"required_keys":["ttr"]}}],
            """;

    @TempDir
    Path folder;

    private TestWorkspace workspace;
    private Coordinator sync;

    @BeforeEach
    void waitForGemini() throws IOException {
        workspace = new TestWorkspace(folder);
        sync = workspace.coordinator();
        workspace.untilWaiting();
    }

    private IngestOutcome supersede(String text) throws IOException {
        return sync.supersede(text.getBytes(StandardCharsets.UTF_8), WHY);
    }

    private SyncException refused(String text, String why) {
        return catchThrowableOfType(
                SyncException.class, () -> sync.supersede(text.getBytes(StandardCharsets.UTF_8), why));
    }

    private Round round() throws IOException {
        return sync.currentRound().orElseThrow();
    }

    private List<NeedState> needs() throws IOException {
        return sync.needs(Optional.empty()).stream().map(check -> check.state()).toList();
    }

    @Test
    void appendsARevisionThatNamesTheOneBefore() throws IOException {
        int first = round().packageOf(Party.CURSOR).orElseThrow().record();
        Sha256 digest = round().packageOf(Party.CURSOR).orElseThrow().event().contentSha256();
        IngestOutcome outcome = supersede(cursor(1, ONLY_REPORT));
        assertThat(outcome.revision()).isEqualTo(2);
        assertThat(outcome.supersedes().orElseThrow().record()).isEqualTo(first);
        assertThat(outcome.supersedes().orElseThrow().contentSha256()).isEqualTo(digest);
        assertThat(outcome.supersedes().orElseThrow().why()).isEqualTo(WHY);
        assertThat(round().revisionsOf(Party.CURSOR)).hasSize(2);
        assertThat(workspace.events()).endsWith("package-ingested", "package-ingested");
        assertThat(sync.verify().findings()).isEmpty();
    }

    @Test
    void letsNeedsLapseThatTheNewRevisionNoLongerAsks() throws IOException {
        supersede(cursor(1, ONLY_REPORT));
        assertThat(round().needs().stream().map(AskedNeed::name)).containsExactly("report");
        assertThat(round().state()).isEqualTo(RoundState.WAITING);
        assertThat(supersede(cursor(1, "")).revision()).isEqualTo(3);
        assertThat(round().needs()).isEmpty();
        assertThat(round().state()).isEqualTo(RoundState.READY);
        supersede(cursor(1, NEEDS));
        assertThat(round().state()).isEqualTo(RoundState.WAITING);
    }

    @Test
    void answersTheSameContentWithoutARecord() throws IOException {
        supersede(cursor(1, ONLY_REPORT));
        List<String> before = workspace.events();
        IngestOutcome again = supersede(cursor(1, ONLY_REPORT));
        assertThat(again.alreadyIngested()).isTrue();
        assertThat(again.revision()).isEqualTo(2);
        assertThat(workspace.ingest(cursor(1, ONLY_REPORT)).alreadyIngested()).isTrue();
        assertThat(workspace.events()).isEqualTo(before);
    }

    @Test
    void keepsPinsOfADemandThatOnlyChangedItsWords() throws IOException {
        workspace.deliver();
        workspace.ingest(gemini(1, BOTH));
        workspace.write("reports/diversity.json", "{\"ttr\":0.9}");
        supersede(cursor(1, ONLY_REPORT));
        assertThat(needs()).containsExactly(NeedState.MISMATCH);
    }

    @Test
    void judgesADemandThatChangedAnew() throws IOException {
        workspace.deliver();
        workspace.ingest(gemini(1, BOTH));
        assertThat(round().state()).isEqualTo(RoundState.READY);
        supersede(cursor(1, ONLY_REPORT.replace("ttr", "zipf")));
        assertThat(needs()).containsExactly(NeedState.REJECTED);
        assertThat(round().state()).isEqualTo(RoundState.WAITING);
    }

    @Test
    void pinsAnewWhatTheOtherPartyDeclaresAnew() throws IOException {
        workspace.deliver();
        workspace.ingest(gemini(1, BOTH));
        workspace.write("reports/diversity.json", "{\"ttr\":0.9}");
        assertThat(needs()).containsExactly(NeedState.SATISFIED, NeedState.MISMATCH);
        IngestOutcome outcome = supersede(gemini(1, BOTH + " " + ",{\"name\":\"extra\",\"path\":\"x.txt\"}"));
        assertThat(outcome.satisfied()).hasSize(2);
        assertThat(needs()).containsOnly(NeedState.SATISFIED);
        assertThat(round().state()).isEqualTo(RoundState.READY);
        assertThat(sync.verify().findings()).isEmpty();
    }

    @Test
    void reopensANeedWhoseDeclarationIsTakenBack() throws IOException {
        workspace.deliver();
        workspace.ingest(gemini(1, BOTH));
        supersede(gemini(1, "{\"name\":\"pack\",\"path\":\"templates/pack/\"}"));
        assertThat(needs()).containsExactly(NeedState.SATISFIED, NeedState.PRESENT_UNDECLARED);
        assertThat(round().state()).isEqualTo(RoundState.WAITING);
    }

    @Test
    void refusesWithoutReasonWithoutAPackageAndWithASecretReason() throws IOException {
        assertThat(refused(cursor(1, ""), " ").code()).isEqualTo(ErrorCode.USAGE);
        assertThat(refused(gemini(1, BOTH), WHY).code()).isEqualTo(ErrorCode.USAGE);
        assertThat(refused(cursor(1, ""), "AKIA" + "ABCDEFGHIJKLMNOP").code()).isEqualTo(ErrorCode.SECRET_IN_TEXT);
        assertThat(round().refusals()).isEmpty();
    }

    @Test
    void refusesARevisionOfAClosedRoundAndOfATrainedOne() throws IOException {
        supersede(cursor(1, ""));
        workspace.write("engine.txt", "finish");
        sync.launch(
                new LaunchRequest(
                        new RepoPath("configs/c.yaml"),
                        Sha256.of("c"),
                        LaunchScope.ROUND,
                        GateDemand.ALL,
                        List.of(),
                        Optional.empty(),
                        new RepoPath("checkpoints/local"),
                        Wishes.NONE),
                LaunchListener.SILENT);
        assertThat(refused(cursor(1, NEEDS), WHY).code()).isEqualTo(ErrorCode.ROUND_CLOSED);
        workspace.openRound();
        assertThat(refused(cursor(1, NEEDS), WHY).code()).isEqualTo(ErrorCode.ROUND_CLOSED);
    }

    @Test
    void namesTheFlagWhereItIsMissing() {
        SyncException conflict =
                catchThrowableOfType(SyncException.class, () -> workspace.ingest(cursor(1, ONLY_REPORT)));
        assertThat(conflict.code()).isEqualTo(ErrorCode.PACKAGE_CONFLICT);
        assertThat(conflict.hint().orElseThrow()).contains("--supersede");
    }
}

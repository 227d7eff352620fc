package dev.syncprotocol.coordinator;

import static dev.syncprotocol.coordinator.TestWorkspace.BOTH;
import static dev.syncprotocol.coordinator.TestWorkspace.NEEDS;
import static dev.syncprotocol.coordinator.TestWorkspace.cursor;
import static dev.syncprotocol.coordinator.TestWorkspace.gemini;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.coordinator.readiness.NeedState;
import dev.syncprotocol.coordinator.round.NeedProof;
import dev.syncprotocol.coordinator.round.PackageRefused;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.coordinator.workspace.LedgerLimits;
import dev.syncprotocol.coordinator.workspace.PartyKind;
import dev.syncprotocol.coordinator.workspace.WorkspaceConfig;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
    @TempDir
    Path folder;

    @TempDir
    Path outside;

    private TestWorkspace workspace;
    private Coordinator sync;

    @BeforeEach
    void makeWorkspace() throws IOException {
        workspace = new TestWorkspace(folder);
        sync = workspace.coordinator();
    }

    private Round round() throws IOException {
        return sync.currentRound().orElseThrow();
    }

    private SyncException refused(String text) {
        try {
            workspace.ingest(text);
        } catch (SyncException refusal) {
            return refusal;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("accepted");
    }

    private void assertRefused(ErrorCode code, String text) {
        assertThat(refused(text).code()).isEqualTo(code);
    }

    private List<String> refusals() throws IOException {
        return round().refusals().stream().map(PackageRefused::code).toList();
    }

    @Test
    void recordsTheLocalPackageAndWaitsForWhatItAsks() throws IOException {
        workspace.handOver(TestWorkspace.PLAN);
        IngestOutcome outcome = workspace.ingest(cursor(1, NEEDS));
        assertThat(outcome.alreadyIngested()).isFalse();
        assertThat(outcome.round().state()).isEqualTo(RoundState.WAITING);
        assertThat(outcome.record()).isEqualTo(5);
        assertThat(outcome.gate().blockedBy()).containsExactly("pack", "report");
        assertThat(outcome.next()).contains("sync needs --for gemini --as message");
        assertThat(round().packageOf(Party.CURSOR).orElseThrow().event().received())
                .isEqualTo(cursor(1, NEEDS));
    }

    @Test
    void isReadyAtOnceWhenNothingIsAsked() throws IOException {
        workspace.untilReady();
        assertThat(round().state()).isEqualTo(RoundState.READY);
    }

    @Test
    void acceptsTheSeedsOwnPackage() throws IOException {
        workspace.handOver(TestWorkspace.PLAN);
        String seed = """
                {
                  "from": "cursor",
                  "round": 1,
                  "need_from_gemini": [
                    {"name": "template_pack_v2", "path": "templates/pack_v2/", "desc": "≥6模板/任务，角色≥4，语体≥3"},
                    {"name": "diversity_report", "path": "reports/diversity_report.json", "desc": "TTR, distinct-1/2, 3-gram KL, Zipf"},
                    {"name": "difficulty_balanced_seed", "path": "data/rc1_seed.balanced.jsonl", "desc": "按 Easy/Med/Hard 配比"}
                  ],
                  "artifacts_produced": [
                    {"name": "trainer_api_skeleton", "path": "src/core/api.py"},
                    {"name": "trlppo_engine_min", "path": "src/engines/trl_ppo.py"},
                    {"name": "ppo_strategy_min", "path": "src/strategies/ppo.py"}
                  ],
                  "risks_blockers": ["none"],
                  "notes": "MPS/CPU 小步回路稳定；等待云端数据对接."
                }
                """;
        assertThat(workspace.ingest(seed).round().needs()).hasSize(3);
    }

    @Test
    void satisfiesNeedsByWhatIsThereAndPinsItsDigest() throws IOException {
        workspace.untilWaiting();
        workspace.deliver();
        IngestOutcome outcome = workspace.ingest(gemini(1, BOTH));
        assertThat(outcome.round().state()).isEqualTo(RoundState.READY);
        assertThat(outcome.satisfied().stream().map(NeedProof::need)).containsExactly("pack", "report");
        assertThat(outcome.gate().open()).isTrue();
        assertThat(sync.needs(Optional.empty())).allSatisfy(check -> {
            assertThat(check.state()).isEqualTo(NeedState.SATISFIED);
            assertThat(check.record()).hasValue(outcome.record());
        });
    }

    @Test
    void keepsWaitingForWhatIsOnlyDeclared() throws IOException {
        workspace.untilWaiting();
        workspace.write("reports/diversity.json", "{\"ttr\":0.5}");
        IngestOutcome outcome = workspace.ingest(gemini(1, BOTH));
        assertThat(outcome.round().state()).isEqualTo(RoundState.WAITING);
        assertThat(outcome.gate().blockedBy()).containsExactly("pack");
    }

    @Test
    void satisfiesNothingByAFileNobodyDeclares() throws IOException {
        workspace.untilWaiting();
        workspace.deliver();
        IngestOutcome outcome =
                workspace.ingest(gemini(1, "{\"name\":\"report\",\"path\":\"reports/diversity.json\"}"));
        assertThat(outcome.round().state()).isEqualTo(RoundState.WAITING);
        assertThat(sync.needs(Optional.of(Party.GEMINI)).get(0).state()).isEqualTo(NeedState.PRESENT_UNDECLARED);
    }

    @Test
    void answersTheSameContentAgainWithoutARecord() throws IOException {
        workspace.handOver(TestWorkspace.PLAN);
        int record = workspace.ingest(cursor(1, NEEDS)).record();
        List<String> before = workspace.events();
        assertThat(workspace.ingest(cursor(1, NEEDS)).alreadyIngested()).isTrue();
        IngestOutcome reformatted = workspace.ingest(cursor(1, NEEDS).replace(":", " :\n"));
        assertThat(reformatted.alreadyIngested()).isTrue();
        assertThat(reformatted.record()).isEqualTo(record);
        assertThat(workspace.events()).isEqualTo(before);
    }

    @Test
    void answersAPackageOfAnEarlierRoundAgain() throws IOException {
        workspace.untilReady();
        workspace.openRound();
        assertThat(workspace.ingest(cursor(1, "")).alreadyIngested()).isTrue();
    }

    @Test
    void refusesOtherContentOfTheSamePartyAndRoundNamingBothDigests() throws IOException {
        workspace.untilWaiting();
        SyncException refusal = refused(cursor(1, ""));
        assertThat(refusal).isInstanceOfSatisfying(PackageConflict.class, conflict -> {
            assertThat(conflict.recorded()).isNotEqualTo(conflict.offered());
            assertThat(conflict.getMessage())
                    .contains(
                            conflict.recorded().abbreviated(),
                            conflict.offered().abbreviated());
        });
        assertThat(round().state()).isEqualTo(RoundState.WAITING);
        assertThat(refusals()).containsExactly("package_conflict");
    }

    @Test
    void refusesTheLocalPackageBeforeTheThirdReport() throws IOException {
        workspace.openRound();
        assertRefused(ErrorCode.TOO_EARLY, cursor(1, NEEDS));
        assertRefused(ErrorCode.TOO_EARLY, cursor(1, NEEDS));
        assertThat(refusals()).containsExactly("too_early");
        workspace.reportAll();
        assertThat(workspace.ingest(cursor(1, NEEDS)).alreadyIngested()).isFalse();
    }

    @Test
    void refusesAnExternalPackageThatNobodyAskedForYet() throws IOException {
        workspace.openRound();
        assertRefused(ErrorCode.TOO_EARLY, gemini(1, BOTH));
        workspace.reportAll();
        assertRefused(ErrorCode.TOO_EARLY, gemini(1, BOTH));
        assertThat(refusals()).containsExactly("too_early");
    }

    @Test
    void refusesARoundThatIsClosedAndOneThatIsNotOpenYet() throws IOException {
        workspace.untilWaiting();
        workspace.openRound();
        SyncException closed = refused(gemini(1, BOTH));
        assertThat(closed.code()).isEqualTo(ErrorCode.ROUND_CLOSED);
        assertThat(closed.hint().orElseThrow()).contains("\"round\": 2");
        assertRefused(ErrorCode.TOO_EARLY, gemini(3, BOTH));
        assertThat(refusals()).containsExactly("round_closed", "too_early");
    }

    @Test
    void refusesABrokenPackageWithAllViolationsAndChangesNothing() throws IOException {
        workspace.untilWaiting();
        Round before = round();
        SyncException refusal = refused(
                "{\"from\":\"gemini\",\"round\":0,\"artifacts_produced\":[{\"name\":\"sk-secret\"}],\"risks\":[]}");
        assertThat(refusal.code()).isEqualTo(ErrorCode.PACKAGE_INVALID);
        assertThat(refusal.violations().size()).isGreaterThanOrEqualTo(4);
        assertThat(round().needs()).isEqualTo(before.needs());
        assertThat(round().state()).isEqualTo(before.state());
        PackageRefused kept = round().refusals().get(0);
        assertThat(kept.from()).contains(Party.GEMINI);
        assertThat(kept.violations()).hasSameSizeAs(refusal.violations());
    }

    @Test
    void neverKeepsTheRefusedText() throws Exception {
        workspace.openRound();
        String text = "{\"from\":\"gemini\",\"round\":1,\"notes\":5,\"extra\":\"hunter2-hunter2\"}";
        assertRefused(ErrorCode.PACKAGE_INVALID, text);
        assertThat(GitCommand.in(folder, "log", "-p", "sync/ledger")).doesNotContain("hunter2");
        assertThat(round().refusals().get(0).receivedSha256()).isEqualTo(Sha256.of(text));
    }

    @Test
    void recordsARefusalOfBytesThatAreNoText() throws IOException {
        workspace.openRound();
        byte[] bytes = {(byte) 0xFF, (byte) 0xFE, 0};
        assertThatThrownBy(() -> sync.ingest(bytes)).isInstanceOf(SyncException.class);
        assertThatThrownBy(() -> sync.ingest(bytes)).isInstanceOf(SyncException.class);
        assertThat(round().refusals()).hasSize(1);
        assertThat(round().refusals().get(0).from()).isEmpty();
    }

    @Test
    void keepsNoRefusalWithoutARound() throws IOException {
        assertRefused(ErrorCode.PACKAGE_INVALID, "{}");
        assertRefused(ErrorCode.TOO_EARLY, cursor(1, ""));
        assertThat(workspace.events()).isEmpty();
    }

    @Test
    void refusesAPathThatALinkLeadsOutOfTheWorkspace() throws IOException {
        workspace.untilWaiting();
        Files.writeString(outside.resolve("diversity.json"), "{\"ttr\":1}");
        Files.createSymbolicLink(workspace.root().resolve("out"), outside);
        SyncException refusal = refused(gemini(1, "{\"name\":\"report\",\"path\":\"out/diversity.json\"}"));
        assertThat(refusal.code()).isEqualTo(ErrorCode.PATH_REFUSED);
        assertThat(refusal.violations().get(0).pointer()).isEqualTo("/artifacts_produced/0/path");
        assertThat(refusal.violations().get(0).line()).isEqualTo(1);
        assertThat(refusals()).containsExactly("path_refused");
    }

    @Test
    void refusesADeclaredDigestThatIsNotTheFiles() throws IOException {
        workspace.untilWaiting();
        workspace.deliver();
        String declared = "{\"name\":\"report\",\"path\":\"reports/diversity.json\",\"sha256\":\"%s\"}";
        SyncException refusal = refused(gemini(1, declared.formatted("0".repeat(64))));
        assertThat(refusal).isInstanceOfSatisfying(ArtifactMismatch.class, mismatch -> {
            assertThat(mismatch.code()).isEqualTo(ErrorCode.DIGEST_MISMATCH);
            assertThat(mismatch.differences().get(0).expected().orElseThrow().hex())
                    .isEqualTo("0".repeat(64));
            assertThat(mismatch.differences().get(0).found()).contains(Sha256.of("{\"ttr\":0.5}"));
        });
        Sha256 right = Sha256.of("{\"ttr\":0.5}");
        assertThat(workspace.ingest(gemini(1, declared.formatted(right))).satisfied())
                .hasSize(1);
    }

    @Test
    void storesSmallArtifactsSoThatTheyCanBeRestored() throws Exception {
        workspace.untilWaiting();
        workspace.deliver();
        workspace.ingest(gemini(1, BOTH));
        String stored = GitCommand.in(folder, "ls-tree", "-r", "--name-only", "sync/ledger");
        assertThat(stored)
                .contains("artifacts/" + Sha256.of("a"))
                .contains("artifacts/" + Sha256.of("b"))
                .contains("artifacts/" + Sha256.of("{\"ttr\":0.5}"));
        assertThat(GitCommand.in(folder, "fsck", "--strict", "--no-dangling")).doesNotContain("error");
    }

    @Test
    void validatesWithoutARoundAndWithoutATrace() throws IOException {
        assertThat(sync.validate(cursor(1, NEEDS).getBytes(StandardCharsets.UTF_8))
                        .valid())
                .isTrue();
        assertThat(sync.validate("{}".getBytes(StandardCharsets.UTF_8)).violations())
                .isNotEmpty();
        assertThat(workspace.events()).isEmpty();
    }

    @Test
    void keepsTheGateClosedInTheNextRoundWhenAPinnedArtifactChangedAndTakesANewDelivery() throws IOException {
        workspace.untilWaiting();
        workspace.deliver();
        workspace.ingest(gemini(1, BOTH));
        workspace.write("reports/diversity.json", "{\"ttr\":0.9}");
        workspace.openRound();
        workspace.reportAll();
        IngestOutcome waiting = workspace.ingest(cursor(2, ""));
        assertThat(waiting.gate().blockedBy()).containsExactly("report");
        assertThat(waiting.gate().proof().get(1).state()).isEqualTo(NeedState.MISMATCH);

        IngestOutcome anew = workspace.ingest(gemini(2, BOTH));
        assertThat(anew.satisfied().stream().map(NeedProof::need)).contains("report");
        assertThat(anew.gate().open()).isTrue();
    }

    @Test
    void waitsForAThirdPartyThatAnExternalPackageAsksButNeverForTheLocalOne() throws IOException {
        Path other = Files.createTempDirectory(folder, "three");
        TestWorkspace three = new TestWorkspace(
                other.resolve("workspace"),
                new WorkspaceConfig(
                        Map.of(
                                Party.CURSOR,
                                PartyKind.LOCAL,
                                Party.GEMINI,
                                PartyKind.EXTERNAL,
                                new Party("reviewer"),
                                PartyKind.EXTERNAL),
                        LedgerLimits.STANDARD,
                        false,
                        Optional.empty()));
        three.untilReady();
        String asks = gemini(1, "")
                .replace(
                        "\"artifacts",
                        "\"need_from_%s\":[{\"name\":\"%s\",\"path\":\"r.md\",\"desc\":\"d\"}],\"artifacts");
        Round waiting = three.ingest(asks.formatted("reviewer", "review")).round();
        assertThat(waiting.state()).isEqualTo(RoundState.WAITING);

        TestWorkspace two = workspace;
        two.untilReady();
        Round ready = two.ingest(asks.formatted("cursor", "logs")).round();
        assertThat(ready.state()).isEqualTo(RoundState.READY);
        assertThat(two.coordinator().needs(Optional.of(Party.CURSOR))).hasSize(1);
        two.write("r.md", "here");
        two.openRound();
        assertThat(two.coordinator()
                        .draftPackage()
                        .syncPackage()
                        .artifacts()
                        .get(0)
                        .name())
                .isEqualTo("logs");
    }
}

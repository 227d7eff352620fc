package dev.syncprotocol.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.coordinator.round.Directive;
import dev.syncprotocol.coordinator.round.RoundPlan;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.protocol.ExternalNeed;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.ProducedArtifact;
import dev.syncprotocol.protocol.digest.RepoPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftTest {
    @TempDir
    Path folder;

    private TestWorkspace workspace;

    @BeforeEach
    void makeWorkspace() throws IOException {
        workspace = new TestWorkspace(folder);
    }

    @Test
    void listsWhatIsThereAndNamesWhatIsNot() throws IOException {
        workspace.handOver(TestWorkspace.PLAN);
        workspace.write("src/api.txt", "api");
        PackageDraft draft = workspace.coordinator().draftPackage();
        assertThat(draft.syncPackage().artifacts().stream().map(ProducedArtifact::name))
                .containsExactly("api");
        assertThat(draft.syncPackage().artifacts().get(0).sha256()).contains(TestWorkspace.digest("api"));
        assertThat(draft.absent())
                .containsExactly(new RepoPath("reports/metrics.jsonl"), new RepoPath("checkpoints/local/latest/"));
        assertThat(draft.syncPackage().needs().get(Party.GEMINI).stream().map(ExternalNeed::name))
                .containsExactly("pack", "report");
        assertThat(draft.syncPackage().risksBlockers()).containsExactly("none");
    }

    @Test
    void isAPackageThatCanBeIngestedAsItIs() throws IOException {
        workspace.handOver(TestWorkspace.PLAN);
        workspace.write("src/api.txt", "api");
        String text = workspace.coordinator().draftPackage().text();
        assertThat(workspace
                        .coordinator()
                        .validate(text.getBytes(StandardCharsets.UTF_8))
                        .violations())
                .isEmpty();
        IngestOutcome outcome = workspace.ingest(text);
        assertThat(outcome.round().state()).isEqualTo(RoundState.WAITING);
        assertThat(outcome.artifacts().get(0).stored()).isTrue();
        assertThat(outcome.round().needs().get(0).need().accept().minFiles()).hasValue(2);
    }

    @Test
    void saysWhichCommandsFailed() throws IOException {
        workspace.openRound();
        workspace.coordinator().reportCommand(CommandReport.failed(2, "no network"));
        assertThat(workspace.coordinator().draftPackage().syncPackage().risksBlockers())
                .containsExactly("command 2 failed: no network");
    }

    @Test
    void needsNothingFromAnyoneWhenThePlanAsksNothing() throws IOException {
        workspace.handOver(TestWorkspace.PLAN_WITHOUT_NEEDS);
        assertThat(workspace.coordinator().draftPackage().syncPackage().needs()).isEmpty();
    }

    @Test
    void worksWithTheShippedPlanOfRoundOne() throws IOException {
        Path plan = Path.of(System.getProperty("sync.root")).resolve("rounds/round-01.yaml");
        RoundPlan shipped = RoundPlan.parse(Files.readAllBytes(plan), "rounds/round-01.yaml");
        assertThat(shipped.commands().stream().map(Directive::run))
                .allSatisfy(run -> assertThat(run).startsWith("sync"));
        assertThat(shipped.command(3).run())
                .containsExactly("sync", "launch", "--config", "configs/train_min.yaml", "--wait");
        workspace.coordinator().openRound(shipped, Optional.empty());
        workspace.reportAll();
        String text = workspace.coordinator().draftPackage().text();
        assertThat(workspace.ingest(text).gate().blockedBy())
                .containsExactly("template_pack_v2", "diversity_report", "seed_data");
    }
}

package dev.syncprotocol.coordinator;

import static dev.syncprotocol.coordinator.TestWorkspace.BOTH;
import static dev.syncprotocol.coordinator.TestWorkspace.gemini;
import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.readiness.NeedState;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeedsTest {
    private static final String REPORT = "reports/diversity.json";

    @TempDir
    Path folder;

    @TempDir
    Path outside;

    private TestWorkspace workspace;

    @BeforeEach
    void waitForGemini() throws IOException {
        workspace = new TestWorkspace(folder);
        workspace.untilWaiting();
    }

    /** The need {@code report}: at {@value #REPORT}, with the key {@code ttr}. */
    private NeedCheck report() throws IOException {
        return workspace.coordinator().needs(Optional.of(Party.GEMINI)).get(1);
    }

    private void declare(String extra) throws IOException {
        workspace.ingest(gemini(1, "{\"name\":\"report\",\"path\":\"%s\"%s}".formatted(REPORT, extra)));
    }

    private void assertState(NeedState state, String reason) throws IOException {
        assertThat(report().state()).isEqualTo(state);
        assertThat(report().reason()).contains(reason);
    }

    @Test
    void areMissingWhileNothingIsDeclaredOrThere() throws IOException {
        assertState(NeedState.MISSING, "no package of gemini declares it");
        declare("");
        assertState(NeedState.MISSING, "record 6 declares it");
        workspace.write(REPORT, "");
        assertState(NeedState.MISSING, "nothing is at");
    }

    @Test
    void arePresentButUndeclaredWhenAFileMerelyLiesThere() throws IOException {
        workspace.write(REPORT, "{\"ttr\":1}");
        assertState(NeedState.PRESENT_UNDECLARED, "no package of gemini declares it");
        assertThat(workspace.coordinator().explain(GateDemand.ALL).open()).isFalse();
    }

    @Test
    void differWhenTheDeclaredDigestIsAnother() throws IOException {
        declare(",\"sha256\":\"" + Sha256.of("{\"ttr\":1}") + "\"");
        workspace.write(REPORT, "{\"ttr\":2}");
        assertState(NeedState.MISMATCH, "declared " + Sha256.of("{\"ttr\":1}").abbreviated());
        workspace.write(REPORT, "{\"ttr\":1}");
        assertState(NeedState.SATISFIED, "accepted");
    }

    @Test
    void areRejectedWhenAnAcceptRuleIsBroken() throws IOException {
        workspace.write(REPORT, "{\"other\":1}");
        declare("");
        assertState(NeedState.REJECTED, "lacks ttr");
    }

    @Test
    void areRejectedWhenALinkLeadsOut() throws IOException {
        Files.writeString(outside.resolve("d.json"), "{\"ttr\":1}");
        declare("");
        Files.createDirectories(workspace.root().resolve("reports"));
        Files.createSymbolicLink(workspace.root().resolve(REPORT), outside.resolve("d.json"));
        assertState(NeedState.REJECTED, "leads out of the workspace");
    }

    @Test
    void areSatisfiedByNameEvenUnderAnotherDeclaredPath() throws IOException {
        workspace.write(REPORT, "{\"ttr\":1}");
        workspace.ingest(gemini(1, "{\"name\":\"report\",\"path\":\"reports/elsewhere.json\"}"));
        assertState(NeedState.SATISFIED, "record 6 pins");
    }

    @Test
    void areMismatchedWhenAPinnedArtifactIsGone() throws IOException {
        workspace.deliver();
        workspace.ingest(gemini(1, BOTH));
        assertState(NeedState.SATISFIED, "record 6 pins");
        Files.delete(workspace.root().resolve(REPORT));
        assertState(NeedState.MISMATCH, "is gone");
        assertThat(report().pinned()).isPresent();
        assertThat(report().found()).isEmpty();
    }

    @Test
    void areAskedOnePartyAtATime() throws IOException {
        Coordinator sync = workspace.coordinator();
        assertThat(sync.needs(Optional.of(Party.GEMINI))).hasSize(2);
        assertThat(sync.needs(Optional.of(Party.CURSOR))).isEmpty();
        assertThat(sync.needs(Optional.empty())).hasSize(2);
    }
}

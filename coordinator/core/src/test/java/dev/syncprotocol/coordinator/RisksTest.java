package dev.syncprotocol.coordinator;

import static dev.syncprotocol.coordinator.TestWorkspace.cursor;
import static dev.syncprotocol.coordinator.TestWorkspace.gemini;
import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.coordinator.round.Risk;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RisksTest {
    @TempDir
    Path folder;

    private TestWorkspace workspace;

    @BeforeEach
    void nameTwoRisks() throws IOException {
        workspace = new TestWorkspace(folder);
        workspace.handOver(TestWorkspace.PLAN_WITHOUT_NEEDS);
        workspace.ingest(risks(cursor(1, ""), "\"slow\",\"late\""));
    }

    private static String risks(String text, String lines) {
        return text.replace("[\"none\"]", "[" + lines + "]");
    }

    private static Risk of(Party party, int round, String text) {
        return new Risk(party, new RoundNumber(round), text);
    }

    private java.util.List<Risk> shown() throws IOException {
        return workspace.coordinator().status().risks();
    }

    private void nextRound() throws IOException {
        workspace.coordinator().openRound(TestWorkspace.plan(TestWorkspace.PLAN_WITHOUT_NEEDS), Optional.empty());
        workspace.reportAll();
    }

    @Test
    void standUntilTheNextPackageOfTheirPartyIsWithoutThem() throws IOException {
        assertThat(shown()).containsExactly(of(Party.CURSOR, 1, "slow"), of(Party.CURSOR, 1, "late"));
        nextRound();
        nextRoundAfterPackage();
        assertThat(shown()).containsExactly(of(Party.CURSOR, 1, "late"), of(Party.CURSOR, 2, "new"));
    }

    private void nextRoundAfterPackage() throws IOException {
        assertThat(shown()).hasSize(2);
        workspace.ingest(risks(cursor(2, ""), "\"late\",\"new\""));
        nextRound();
    }

    @Test
    void areClearedByNoneAndByNobodyElse() throws IOException {
        workspace.ingest(risks(gemini(1, ""), "\"theirs\""));
        nextRound();
        workspace.ingest(cursor(2, ""));
        assertThat(shown()).containsExactly(of(Party.GEMINI, 1, "theirs"));
    }

    @Test
    void outliveARoundThatIsGivenUp() throws IOException {
        workspace.coordinator().abandonRound("no");
        nextRound();
        assertThat(shown()).hasSize(2);
        assertThat(workspace.coordinator().verify().findings()).isEmpty();
    }

    @Test
    void areThoseOfTheNewestRevision() throws IOException {
        workspace.coordinator().supersede(cursor(1, "").getBytes(java.nio.charset.StandardCharsets.UTF_8), "cleared");
        assertThat(shown()).isEmpty();
    }
}

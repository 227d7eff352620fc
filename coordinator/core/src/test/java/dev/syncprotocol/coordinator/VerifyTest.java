package dev.syncprotocol.coordinator;

import static dev.syncprotocol.coordinator.TestWorkspace.BOTH;
import static dev.syncprotocol.coordinator.TestWorkspace.gemini;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.syncprotocol.coordinator.ledger.LedgerFinding;
import dev.syncprotocol.coordinator.ledger.LedgerFinding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
    private static final String BRANCH = "refs/heads/sync/ledger";
    private static final String LAST = "rounds/00/0001/0006-package-ingested.gemini.json";

    @TempDir
    Path folder;

    private TestWorkspace workspace;

    @BeforeEach
    void recordARound() throws IOException {
        workspace = new TestWorkspace(folder);
        workspace.untilWaiting();
        workspace.deliver();
        workspace.ingest(gemini(1, BOTH));
    }

    private String git(String... arguments) throws Exception {
        return GitCommand.in(folder, arguments).strip();
    }

    private List<LedgerFinding> findings() throws IOException {
        return workspace.coordinator().verify().findings();
    }

    @Test
    void findsNothingInAnHonestLedger() throws IOException {
        Verification verification = workspace.coordinator().verify();
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.holds()).isTrue();
        assertThat(verification.artifactsChecked()).isEqualTo(2);
        assertThat(verification.head().orElseThrow().records()).isEqualTo(6);
    }

    @Test
    void namesAPinnedArtifactThatChangedOrIsGone() throws IOException {
        workspace.write("templates/pack/b.txt", "other");
        Files.delete(workspace.root().resolve("reports/diversity.json"));
        assertThat(findings())
                .extracting(LedgerFinding::kind, LedgerFinding::subject)
                .containsExactly(tuple(Kind.CHANGED, "templates/pack/"), tuple(Kind.MISSING, "reports/diversity.json"));
    }

    /** Rewrites the last commit with other files, and lets this clone believe that it saw that head. */
    private void forge(String path, String content) throws Exception {
        String parent = git("rev-parse", BRANCH + "^");
        Path index = folder.resolve(".git/forged-index");
        Files.deleteIfExists(index);
        String blob = GitCommand.feeding(content, folder, "hash-object", "-w", "--stdin")
                .strip();
        git("read-tree", "--index-output=.git/forged-index", BRANCH);
        String tree = forgedTree(blob, path);
        String message = git("log", "-1", "--format=%B", BRANCH);
        String commit = GitCommand.feeding(message + "\n", folder, "commit-tree", tree, "-p", parent)
                .strip();
        git("update-ref", BRANCH, commit);
        Files.writeString(folder.resolve(".git/sync/ledger.seen"), commit + "\n");
    }

    private String forgedTree(String blob, String path) throws Exception {
        git("read-tree", BRANCH);
        git("update-index", "--add", "--cacheinfo", "100644," + blob + "," + path);
        return git("write-tree");
    }

    @Test
    void namesAnEventThatWasEdited() throws Exception {
        String event = git("show", BRANCH + ":" + LAST);
        forge(LAST, event.replace("\"needs_open\":0", "\"needs_open\":1").replace("\"n\\\"", "\"m\\\""));
        assertThat(findings())
                .anySatisfy(finding -> {
                    assertThat(finding.subject()).isEqualTo(LAST);
                    assertThat(finding.detail()).contains("received_sha256");
                })
                .allSatisfy(finding -> assertThat(finding.kind()).isEqualTo(Kind.CHANGED));
    }

    @Test
    void namesAnEarlierEventThatALaterCommitChanges() throws Exception {
        forge("rounds/00/0001/0001-round-opened.json", "{}");
        assertThat(findings()).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.CHANGED);
            assertThat(finding.subject()).isEqualTo("rounds/00/0001/0001-round-opened.json");
            assertThat(finding.detail()).contains("written once");
        });
    }

    @Test
    void namesAFileThatDoesNotBelongThere() throws Exception {
        forge("notes.txt", "hello");
        assertThat(findings())
                .extracting(LedgerFinding::kind, LedgerFinding::subject)
                .contains(tuple(Kind.UNEXPECTED, "notes.txt"));
    }

    @Test
    void namesAStoredContentThatIsNotWhatItsNameSays() throws Exception {
        String path = "rounds/00/0001/artifacts/" + "0".repeat(64);
        forge(path, "hello");
        assertThat(findings()).extracting(LedgerFinding::subject).contains(path);
    }

    @Test
    void namesAFieldThatBreaksTheSchema() throws Exception {
        String event = git("show", BRANCH + ":" + LAST);
        forge(LAST, event.replace("\"needs_open\":0", "\"needs_open\":\"none\""));
        assertThat(findings())
                .anySatisfy(finding -> assertThat(finding.detail()).contains("/needs_open"));
    }

    @Test
    void namesALedgerThatWasCutBack() throws Exception {
        git("update-ref", BRANCH, BRANCH + "^");
        assertThat(findings()).anySatisfy(finding -> {
            assertThat(finding.subject()).isEqualTo("sync/ledger");
            assertThat(finding.detail()).contains("this clone has seen");
        });
    }

    @Test
    void checksTheNewestRoundOnlyWhenAskedToBeQuick() throws Exception {
        workspace.openRound();
        Verification quick = workspace.coordinator().verifyQuickly();
        assertThat(quick.findings()).isEmpty();
        assertThat(quick.recordsChecked()).isEqualTo(1);
        assertThat(quick.head().orElseThrow().records()).isEqualTo(7);
        assertThat(workspace.coordinator().verify().recordsChecked()).isEqualTo(7);
        assertThat(quick.artifactsChecked()).isEqualTo(2);
        workspace.write("templates/pack/b.txt", "other");
        assertThat(workspace.coordinator().verifyQuickly().findings())
                .extracting(LedgerFinding::subject)
                .containsExactly("templates/pack/");
    }

    @Test
    void findsQuicklyWhatIsWrongInTheNewestRound() throws Exception {
        String event = git("show", BRANCH + ":" + LAST);
        forge(LAST, event.replace("\"record\":6", "\"record\":9"));
        assertThat(workspace.coordinator().verifyQuickly().findings())
                .anySatisfy(finding -> assertThat(finding.detail()).contains("record: expected 6, found 9"));
    }

    @Test
    void findsQuicklyThatTheChainToTheRoundBeforeIsBroken() throws Exception {
        workspace.openRound();
        String opened = "rounds/00/0002/0001-round-opened.json";
        String event = git("show", BRANCH + ":" + opened);
        forge(opened, event.replaceFirst("\"parent\":\"[0-9a-f]{8}", "\"parent\":\"00000000"));
        assertThat(workspace.coordinator().verifyQuickly().findings())
                .anySatisfy(finding -> assertThat(finding.detail()).contains("parent: expected"));
    }

    @Test
    void findsNothingQuicklyBeforeTheFirstRecord() throws IOException {
        TestWorkspace empty = new TestWorkspace(folder.resolve("empty"));
        assertThat(empty.coordinator().verifyQuickly().holds()).isTrue();
    }
}

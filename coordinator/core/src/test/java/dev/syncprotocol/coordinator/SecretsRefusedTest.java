package dev.syncprotocol.coordinator;

import static dev.syncprotocol.coordinator.TestWorkspace.cursor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.coordinator.round.CommandResult;
import dev.syncprotocol.coordinator.round.PackageRefused;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsRefusedTest {
    /** Put together here, so that no scanner takes this file for a leak. */
    private static final String KEY = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";

    @TempDir
    Path folder;

    private TestWorkspace workspace;
    private Coordinator sync;

    @BeforeEach
    void handOver() throws IOException {
        workspace = new TestWorkspace(folder);
        sync = workspace.coordinator();
        workspace.handOver(TestWorkspace.PLAN);
    }

    private SyncException refused(String text) {
        return catchThrowableOfType(SyncException.class, () -> workspace.ingest(text));
    }

    private void assertNowhere(SyncException refusal) throws Exception {
        assertThat(refusal.code()).isEqualTo(ErrorCode.SECRET_IN_TEXT);
        assertThat(refusal.getMessage() + refusal.hint() + refusal.violations()).doesNotContain(KEY.substring(0, 12));
        assertThat(GitCommand.in(folder, "log", "-p", "sync/ledger")).doesNotContain(KEY.substring(0, 12));
    }

    @Test
    void namesPlaceAndKindOfASecretInNotesAndKeepsNoText() throws Exception {
        SyncException refusal = refused(cursor(1, "").replace("\"n\"", "\"use " + KEY + " for it\""));
        assertNowhere(refusal);
        assertThat(refusal.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.pointer()).isEqualTo("/notes");
            assertThat(violation.line()).isEqualTo(1);
            assertThat(violation.found()).endsWith("GitHub token");
        });
        Round round = sync.currentRound().orElseThrow();
        assertThat(round.refusals()).extracting(PackageRefused::code).containsExactly("secret_in_text");
        assertThat(sync.verify().findings()).isEmpty();
    }

    @Test
    void keepsTheSameRefusalOnce() throws IOException {
        String text = cursor(1, "").replace("\"n\"", "\"" + KEY + "\"");
        refused(text);
        refused(text);
        assertThat(sync.currentRound().orElseThrow().refusals()).hasSize(1);
    }

    @Test
    void saysNothingElseOfATextThatMayQuoteIt() throws Exception {
        SyncException inKey = refused(cursor(1, "\"" + KEY + "\":1,"));
        assertNowhere(inKey);
        assertThat(inKey.violations())
                .extracting(violation -> violation.pointer())
                .containsExactly("");
        SyncException unreadable = refused("{\"notes\": \"" + KEY + "\",,}");
        assertNowhere(unreadable);
        SyncException inPath = refused(cursor(1, "").replace("[]", "[{\"name\":\"a\",\"path\":\"../" + KEY + "\"}]"));
        assertNowhere(inPath);
    }

    @Test
    void refusesAnArtifactWhoseContentWouldBeStored() throws Exception {
        workspace.write("src/a/one.txt", "fine");
        workspace.write("src/a/two.txt", "token: " + KEY + "\n");
        SyncException refusal = refused(cursor(1, "").replace("[]", "[{\"name\":\"a\",\"path\":\"src/a/\"}]"));
        assertNowhere(refusal);
        assertThat(refusal.violations().get(0).pointer()).isEqualTo("/artifacts_produced/0/path");
    }

    @Test
    void showsThemToWhoOnlyValidates() throws IOException {
        PackageCheck check =
                sync.validate(cursor(1, "").replace("\"n\"", "\"" + KEY + "\"").getBytes(StandardCharsets.UTF_8));
        assertThat(check.syncPackage()).isEmpty();
        assertThat(check.violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.rule()).isEqualTo("no secrets"));
    }

    @Test
    void refusesThemInReportsAndReasons() throws Exception {
        TestWorkspace other = new TestWorkspace(folder.resolve("other"));
        other.openRound();
        Coordinator reporting = other.coordinator();
        SyncException note = catchThrowableOfType(
                SyncException.class,
                () -> reporting.reportCommand(
                        new CommandReport(1, CommandResult.DONE, Optional.of(KEY), Optional.empty())));
        SyncException log = catchThrowableOfType(
                SyncException.class,
                () -> reporting.reportCommand(new CommandReport(
                        1, CommandResult.DONE, Optional.empty(), Optional.of(new RepoPath("logs/" + KEY)))));
        SyncException why = catchThrowableOfType(SyncException.class, () -> reporting.abandonRound(KEY));
        for (SyncException refusal : java.util.List.of(note, log, why)) {
            assertThat(refusal.code()).isEqualTo(ErrorCode.SECRET_IN_TEXT);
            assertThat(refusal.getMessage()).doesNotContain(KEY);
        }
        assertThat(other.events()).containsExactly("round-opened");
    }
}

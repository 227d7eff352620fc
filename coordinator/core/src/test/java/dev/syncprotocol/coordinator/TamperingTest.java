package dev.syncprotocol.coordinator;

import static dev.syncprotocol.coordinator.TestWorkspace.BOTH;
import static dev.syncprotocol.coordinator.TestWorkspace.gemini;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.syncprotocol.coordinator.ledger.LedgerFinding;
import dev.syncprotocol.coordinator.ledger.LedgerFinding.Kind;
import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.coordinator.readiness.NeedState;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.ErrorKind;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever somebody does to a recorded round behind the program's back is named by {@code sync verify}, with exit 6. The
 * faults are shell scripts named after them, src/test/resources/tampering; they use the real git.
 */
class TamperingTest {
    private static final Path FAULTS = Path.of("src/test/resources/tampering");
    private static final String ROUND = "rounds/00/0001/";
    private static final String SECOND_REPORT = ROUND + "0003-command-reported.cursor.json";
    private static final String THIRD_REPORT = ROUND + "0004-command-reported.cursor.json";
    private static final String GEMINI = ROUND + "0006-package-ingested.gemini.json";

    @TempDir
    Path folder;

    private TestWorkspace workspace;

    /** Records 1 to 6, the last with two artifacts, a folder of two files and a file, which are stored. */
    @BeforeEach
    void recordARound() throws IOException {
        workspace = new TestWorkspace(folder);
        workspace.untilWaiting();
        workspace.deliver();
        workspace.ingest(gemini(1, BOTH));
        assertThat(workspace.coordinator().verify().findings()).isEmpty();
        assertThat(workspace.coordinator().explain(GateDemand.ALL).open()).isTrue();
    }

    private void commit(String fault) throws Exception {
        Files.copy(FAULTS.resolve("lib.sh"), folder.resolve("lib.sh"));
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        "-eu",
                        FAULTS.resolve(fault + ".sh").toAbsolutePath().toString())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "HOME", folder.toString(),
                        "tweak", "",
                        "GIT_AUTHOR_NAME", "Mallory",
                        "GIT_AUTHOR_EMAIL", "mallory@example.org",
                        "GIT_COMMITTER_NAME", "Mallory",
                        "GIT_COMMITTER_EMAIL", "mallory@example.org"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    static Stream<Arguments> forgeries() {
        return Stream.of(
                forgery("event-file-deleted", Kind.MISSING, SECOND_REPORT),
                forgery("event-file-never-there", Kind.CHANGED, THIRD_REPORT),
                forgery("event-edited", Kind.CHANGED, SECOND_REPORT),
                forgery("event-edited-from-the-start", Kind.CHANGED, THIRD_REPORT),
                forgery("records-reordered", Kind.CHANGED, THIRD_REPORT),
                forgery("record-duplicated", Kind.CHANGED, GEMINI.replace("0006-", "0007-")),
                forgery("commit-without-record", Kind.UNEXPECTED, "HEAD"),
                forgery("stored-content-changed", Kind.CHANGED, ROUND + "artifacts/"),
                forgery("stored-content-missing", Kind.MISSING, ROUND + "artifacts/"),
                forgery(
                        "stored-file-of-a-folder-missing",
                        Kind.MISSING,
                        ROUND + "artifacts/" + Sha256.of("a").hex()),
                forgery("file-unexpected", Kind.UNEXPECTED, "notes.txt"),
                forgery("merge-commit", Kind.UNEXPECTED, "HEAD"),
                forgery("object-corrupt", Kind.CHANGED, SECOND_REPORT),
                forgery("object-missing", Kind.MISSING, SECOND_REPORT));
    }

    private static Arguments forgery(String fault, Kind kind, String subject) {
        return arguments(fault, kind, subject);
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void isNamedByVerify(String fault, Kind kind, String subject) throws Exception {
        commit(fault);

        Verification verification = workspace.coordinator().verify();

        String named = subject.equals("HEAD")
                ? GitCommand.in(folder, "rev-parse", "sync/ledger").strip()
                : subject;
        assertThat(verification.findings()).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(kind);
            assertThat(finding.subject()).startsWith(named);
        });
        assertThat(verification.code()).contains(ErrorCode.LEDGER_BROKEN);
    }

    static Stream<Arguments> rewrites() {
        return Stream.of(
                arguments("branch-reset", ErrorCode.LEDGER_TRUNCATED),
                arguments("branch-deleted", ErrorCode.LEDGER_TRUNCATED),
                arguments("history-amended", ErrorCode.LEDGER_REWRITTEN),
                arguments("object-corrupt", ErrorCode.LEDGER_BROKEN),
                arguments("object-missing", ErrorCode.LEDGER_BROKEN));
    }

    @ParameterizedTest
    @MethodSource("rewrites")
    void stopsEveryVerbWithACodeOfItsOwn(String fault, ErrorCode code) throws Exception {
        commit(fault);

        assertThat(code.kind()).isEqualTo(ErrorKind.INTEGRITY);
        assertThat(workspace.coordinator().verify().code()).contains(code);
        assertRefused(code, () -> workspace.coordinator().status());
        assertRefused(code, () -> workspace.coordinator().log());
        assertRefused(code, () -> workspace.ingest(gemini(1, "")));
        assertRefused(code, () -> workspace.coordinator().abandonRound("no"));
    }

    private interface Call {
        void run() throws IOException;
    }

    private static void assertRefused(ErrorCode code, Call call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        SyncException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @Test
    void flippingOneByteOfAPinnedArtifactClosesTheGateAndIsNamed() throws Exception {
        for (String file : new String[] {"reports/diversity.json", "templates/pack/b.txt"}) {
            byte[] honest = Files.readAllBytes(folder.resolve(file));
            byte[] flipped = honest.clone();
            flipped[flipped.length / 2] ^= 1;
            Files.write(folder.resolve(file), flipped);

            Verification verification = workspace.coordinator().verify();
            assertThat(verification.findings()).extracting(LedgerFinding::kind).containsExactly(Kind.CHANGED);
            assertThat(file).startsWith(verification.findings().get(0).subject());
            assertThat(verification.code()).contains(ErrorCode.DIGEST_MISMATCH);
            assertThat(workspace.coordinator().explain(GateDemand.ALL).open()).isFalse();
            assertThat(workspace.coordinator().status().needs())
                    .filteredOn(check -> check.state() == NeedState.MISMATCH)
                    .hasSize(1);

            Files.write(folder.resolve(file), honest);
            assertThat(workspace.coordinator().verify().code()).isEmpty();
            assertThat(workspace.coordinator().explain(GateDemand.ALL).open()).isTrue();
        }
    }

    @Test
    void everyFaultIsPlayed() throws IOException {
        try (Stream<Path> scripts = Files.list(FAULTS)) {
            assertThat(scripts.map(script -> script.getFileName().toString().replace(".sh", ""))
                            .filter(name -> !name.equals("lib")))
                    .hasSizeGreaterThan(10)
                    .hasSameElementsAs(Stream.concat(forgeries(), rewrites())
                            .map(fault -> String.valueOf(fault.get()[0]))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }
}

package dev.syncprotocol.aoi.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's directory is there with all that was approved, or not at all. */
class RunClaimTest {
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    @TempDir
    private Path folder;

    private Path results;

    @BeforeEach
    void theResults() {
        results = folder.resolve("results");
    }

    @Test
    void claimsOnceWithEverythingInIt() throws IOException {
        Path run = RunClaim.claim(results, summary(NOON), approval(NOON));
        assertThat(names(run)).containsExactly("approval.json", "preflight_summary.json", "preflight_summary.md");
        assertThat(names(results)).containsExactly(".claims.lock", "run_20260504_120000");
        assertThatThrownBy(() -> RunClaim.claim(results, summary(NOON), approval(NOON)))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOKEN_USED));
        assertThat(names(results)).hasSize(2);
    }

    @Test
    void putsAwayWhatAKilledClaimLeftAndClaimsTheSameRun() throws IOException {
        Path killed = Files.createDirectories(results.resolve(".claim-run_20260504_120000"));
        Files.writeString(killed.resolve("approval.json"), "{\"half");
        Files.createDirectories(results.resolve(".claim-run_20260504_115900-4711"));
        RunClaim.claim(results, summary(NOON), approval(NOON));
        assertThat(names(results)).containsExactly(".claims.lock", "run_20260504_120000");
    }

    @Test
    void keepsTheEarlierLogByteForByte() throws IOException {
        byte[] lines = "{\"seq\":1}\n".getBytes(StandardCharsets.UTF_8);
        Path run = RunClaim.claim(results, summary(NOON), approval(NOON), lines);
        assertThat(run.resolve(RunClaim.EARLIER_LOG)).hasBinaryContent(lines);
    }

    private static PreflightSummary summary(Instant at) {
        return PreflightSummary.of(
                SyncJson.object().put("run_id", RunId.proposedAt(at).value()));
    }

    private static Approval approval(Instant at) {
        PreflightSummary summary = summary(at);
        return new Approval(
                summary.digest(),
                summary.token(),
                Approval.Channel.FLAG,
                "--approve",
                at.toString(),
                "tester",
                List.of());
    }

    private static List<String> names(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

package dev.syncprotocol.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorReportTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final SecretMask NO_SECRETS = SecretMask.of(Map.of());

    @TempDir
    private Path workspace;

    @Test
    void satisfiesItsSchema() throws IOException {
        Path file = report("message").writeTo(workspace, NO_SECRETS);
        assertThat(SchemaValidator.violations(
                        SchemaId.ERROR_REPORT_V1, LocatedDocument.read(Files.readAllBytes(file), DocumentFormat.JSON)))
                .isEmpty();
    }

    @Test
    void carriesTheWholeExceptionChain() throws IOException {
        JsonNode tree = SyncJson.read(Files.readString(report("message").writeTo(workspace, NO_SECRETS)));
        assertThat(tree.path("trace").asText())
                .contains("IllegalStateException: outer")
                .contains("Caused by: java.io.IOException: inner")
                .contains("ErrorReportTest");
    }

    @Test
    void masksSecretsInMessageTraceAndLog() throws IOException {
        SecretMask mask = SecretMask.of(Map.of("SCORER_API_KEY", "s3cr3t-value"));
        Path file = report("refused with s3cr3t-value").writeTo(workspace, mask);
        assertThat(Files.readString(file)).doesNotContain("s3cr3t-value").contains("refused with ***");
    }

    @Test
    void givesASecondReportOfTheSameSecondItsOwnName() throws IOException {
        report("one").writeTo(workspace, NO_SECRETS);
        Path second = report("two").writeTo(workspace, NO_SECRETS);
        assertThat(second).hasFileName("ERROR_20260101_120000_2.json");
    }

    @Test
    void keepsTheLastTwoHundredLinesOfTheLog() throws IOException {
        Path log = workspace.resolve("train.log");
        Files.write(
                log, IntStream.rangeClosed(1, 250).mapToObj(n -> "line " + n).toList());
        assertThat(ErrorReport.tailOf(log)).hasSize(200).startsWith("line 51").endsWith("line 250");
        assertThat(ErrorReport.tailOf(workspace.resolve("none.log"))).isEmpty();
    }

    private static ErrorReport report(String message) {
        Throwable failure = new IllegalStateException("outer", new IOException("inner"));
        return new ErrorReport(
                NOON,
                message,
                1,
                "engine",
                7,
                List.of("data/train_min.jsonl:12"),
                ErrorReport.traceOf(failure),
                List.of("step 6", "key s3cr3t-value"),
                Optional.empty(),
                Optional.of("checkpoints/local/step_00005"),
                List.of("make failpack"),
                List.of("Traceback: s3cr3t-value"));
    }
}

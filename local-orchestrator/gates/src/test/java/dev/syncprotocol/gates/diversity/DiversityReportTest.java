package dev.syncprotocol.gates.diversity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiversityReportTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-08-20T12:00:00.75Z"), ZoneOffset.UTC);
    private static final RepoPath SOURCE = new RepoPath("data/rollouts/rc1_seed.jsonl");
    private static final Sha256 DIGEST = Sha256.of("the source");

    @TempDir
    private Path workspace;

    @Test
    void writesADocumentOfItsSchemaWithTheKeysInStatedOrder() throws IOException {
        JsonNode report = written(SeededTexts.of(31, 600));
        assertThat(report.fieldNames())
                .toIterable()
                .containsExactly(
                        "schema",
                        "records",
                        "tokens",
                        "ttr",
                        "distinct_1",
                        "distinct_2",
                        "distinct_2_windowed",
                        "kl_3gram",
                        "kl_3gram_reason",
                        "zipf_exponent",
                        "zipf_r2",
                        "ead",
                        "types",
                        "distinct_1_windowed",
                        "distinct_1_mean_per_record",
                        "distinct_2_mean_per_record",
                        "distinct_2_over_tokens",
                        "exact_dup_pct",
                        "kl_3gram_reference",
                        "seed",
                        "not_computed",
                        "source",
                        "measured_by",
                        "at");
        assertThat(report.get("distinct_2_windowed").fieldNames())
                .toIterable()
                .containsExactly("value", "t", "windows", "sd", "underpowered");
        assertThat(report.get("not_computed")).isEmpty();
    }

    /** To see it red: swap two figures in DiversityReport. */
    @Test
    void writesEachFigureUnderItsName() throws IOException {
        List<Text> texts = SeededTexts.of(31, 600);
        DiversityMeasures measures = DiversityMeasures.of(texts, 7);
        JsonNode report = written(texts);
        assertThat(report.get("records").intValue()).isEqualTo(600);
        assertThat(report.get("tokens").longValue()).isEqualTo(measures.tokens());
        assertThat(report.get("types").intValue()).isEqualTo(measures.types());
        assertThat(report.get("seed").longValue()).isEqualTo(7);
        same(report.get("ttr"), measures.typeTokenRatio());
        same(report.get("distinct_1"), measures.distinct1().corpus());
        same(report.get("distinct_2"), measures.distinct2().corpus());
        same(
                report.get("distinct_2_windowed").get("value"),
                measures.distinct2().windowed().value());
        same(
                report.get("distinct_2_windowed").get("sd"),
                measures.distinct2().windowed().sd());
        same(
                report.get("distinct_1_windowed").get("value"),
                measures.distinct1().windowed().value());
        same(report.get("distinct_1_mean_per_record"), measures.distinct1().meanPerRecord());
        same(report.get("distinct_2_mean_per_record"), measures.distinct2().meanPerRecord());
        same(report.get("distinct_2_over_tokens"), measures.distinct2().overTokens());
        same(report.get("kl_3gram"), measures.kl3());
        same(report.get("zipf_exponent"), measures.zipf().exponent());
        same(report.get("zipf_r2"), measures.zipf().r2());
        same(report.get("ead"), measures.expectationAdjustedDistinct());
        same(report.get("exact_dup_pct"), measures.exactDuplicatePercent());
    }

    @Test
    void namesTheSourceItsDigestAndTheTime() throws IOException {
        JsonNode report = written(SeededTexts.of(31, 600));
        assertThat(report.get("schema").textValue()).isEqualTo("sync.diversity-report/1");
        assertThat(report.get("source").get("path").textValue()).isEqualTo(SOURCE.value());
        assertThat(report.get("source").get("sha256").textValue()).isEqualTo(DIGEST.hex());
        assertThat(report.get("measured_by").textValue()).isEqualTo("sync.gates.diversity/1");
        assertThat(report.get("at").textValue()).isEqualTo("2025-08-20T12:00:00Z");
    }

    @Test
    void writesNullAndTheReasonForWhatCannotBeComputed() throws IOException {
        JsonNode report = written(List.of());
        assertThat(report.get("records").intValue()).isZero();
        assertThat(report.get("distinct_2").isNull()).isTrue();
        assertThat(report.get("kl_3gram").isNull()).isTrue();
        assertThat(report.get("kl_3gram_reason").textValue()).isEqualTo("fewer than two templates");
        assertThat(report.get("not_computed").get("distinct_2").textValue()).isEqualTo("no record has 2 tokens");
        assertThat(report.get("not_computed").get("distinct_2_windowed.sd").textValue())
                .isEqualTo("no n-grams");
    }

    @Test
    void replacesTheOldReportAndLeavesNothingElse() throws IOException {
        written(List.of());
        byte[] first = Files.readAllBytes(file());
        written(SeededTexts.of(31, 600));
        assertThat(Files.readAllBytes(file())).isNotEqualTo(first);
        try (Stream<Path> files = Files.list(file().getParent())) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void writesTheSameBytesAgain() throws IOException {
        written(SeededTexts.of(31, 600));
        byte[] first = Files.readAllBytes(file());
        written(SeededTexts.of(31, 600));
        assertThat(Files.readAllBytes(file())).isEqualTo(first);
    }

    private JsonNode written(List<Text> texts) throws IOException {
        DiversityReport.write(file(), DiversityMeasures.of(texts, 7), SOURCE, DIGEST, CLOCK);
        byte[] bytes = Files.readAllBytes(file());
        assertThat(SchemaValidator.violations(
                        SchemaId.DIVERSITY_REPORT_V1, LocatedDocument.read(bytes, DocumentFormat.JSON)))
                .isEmpty();
        return SyncJson.read(Files.readString(file()));
    }

    private Path file() {
        return workspace.resolve("reports/diversity_report.json");
    }

    private static void same(JsonNode found, Figure figure) {
        assertThat(found.doubleValue()).isEqualTo(figure.value().orElseThrow());
    }
}

package dev.syncprotocol.agent.fulfil;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.agent.loopback.GeminiServer;
import dev.syncprotocol.agent.loopback.Heard;
import dev.syncprotocol.agent.loopback.Loopback;
import dev.syncprotocol.agent.loopback.OpenAiServer;
import dev.syncprotocol.agent.loopback.SeedMind;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.readiness.NeedState;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.coordinator.workspace.ProviderKind;
import dev.syncprotocol.gates.build.TemplatePack;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.SyncPackage;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The needs of seed 001 section 6, taken from WAITING to READY by a model on the loopback. */
class SeedRoundTest {
    @TempDir
    Path folder;

    @Test
    void geminiFulfilsTheNeedsOfTheSeed() throws IOException {
        FulfilBench bench = new FulfilBench(folder);
        try (GeminiServer server = new GeminiServer(new SeedMind())) {
            fulfils(bench, server, ProviderKind.GEMINI);
            assertThat(server.paths())
                    .allMatch(path -> path.equals("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse"));
            assertThat(server.keys()).containsOnly(FulfilBench.KEY);
        }
    }

    @Test
    void anOpenAiCompatibleEndpointDoesSoByTheSettingsAlone() throws IOException {
        FulfilBench bench = new FulfilBench(folder);
        try (OpenAiServer server = new OpenAiServer(new SeedMind())) {
            fulfils(bench, server, ProviderKind.OPENAI);
            assertThat(server.paths()).allMatch(path -> path.equals("/v1/chat/completions"));
        }
    }

    private static void fulfils(FulfilBench bench, Loopback server, ProviderKind kind) throws IOException {
        assertThat(bench.coordinator().status().state()).contains(RoundState.WAITING);

        FulfilReport report = bench.fulfil(server, kind);

        assertThat(report.outcomes()).hasSize(3).allMatch(NeedOutcome::accepted);
        assertThat(bench.coordinator().status().state()).contains(RoundState.READY);
        assertThat(bench.coordinator().needs(Optional.empty()))
                .extracting(NeedCheck::state)
                .containsOnly(NeedState.SATISFIED);
        assertThat(bench.events()).endsWith("package-ingested gemini");
        ledgerSaysWhoSaidWhat(bench, kind);
        templatePackPassesItsGate(bench.root());
        poolIsComputed(bench.root());
        assertThat(server.heard())
                .flatExtracting(Heard::toolResults)
                .anyMatch(result -> result.contains("computed, never written: build_balanced_pool makes it"));
        reportIsMeasuredOnTheRows(bench.root());
        transcriptsAreWhole(bench);
        assertThat(bench.root().resolve(".sync/agent")).doesNotExist();
        assertThat(server.heard()).filteredOn(Heard::structured).hasSize(1);
    }

    private static void ledgerSaysWhoSaidWhat(FulfilBench bench, ProviderKind kind) throws IOException {
        SyncPackage recorded = bench.coordinator()
                .currentRound()
                .flatMap(round -> round.packageOf(Party.GEMINI))
                .orElseThrow()
                .content();
        assertThat(recorded.artifacts())
                .hasSize(3)
                .allMatch(artifact -> artifact.sha256().isPresent());
        assertThat(recorded.notes())
                .startsWith("[sync agent: live, " + kind.name().toLowerCase(Locale.ROOT))
                .contains("reports/agent/20260102T030405Z/")
                .endsWith("the report is measured on it.");
        assertThat(recorded.risksBlockers())
                .singleElement()
                .asString()
                .startsWith("difficulty_balanced_seed: its items are made up, since there is no data/sources/");
    }

    private static void templatePackPassesItsGate(Path root) throws IOException {
        for (String task : List.of("hotpotqa", "strategyqa", "gsm8k")) {
            String pack = Files.readString(root.resolve("templates/pack_v2/" + task + ".json"));
            assertThat(TemplatePack.broken(pack)).isEmpty();
        }
    }

    private static void reportIsMeasuredOnTheRows(Path root) throws IOException {
        JsonNode report = SyncJson.read(Files.readString(root.resolve("reports/diversity_report.json")));
        assertThat(report.path("records").asInt()).isEqualTo(pool(root).size());
        assertThat(report.at("/source/sha256").asText())
                .isEqualTo(Sha256.ofFile(root.resolve(SeedMind.POOL)).hex());
        assertThat(report.path("measured_by").asText()).isEqualTo("sync.gates.diversity/1");
    }

    /** Rows of the preflight's own code: whole records, each with its difficulty, in the seed's mix, in the drafted pack. */
    private static void poolIsComputed(Path root) throws IOException {
        List<JsonNode> pool = pool(root);
        assertThat(pool).hasSizeGreaterThan(60).allSatisfy(row -> {
            byte[] line = SyncJson.compact(row).getBytes(StandardCharsets.UTF_8);
            assertThat(SchemaValidator.violations(
                            SchemaId.POOL_RECORD_V1, LocatedDocument.read(line, DocumentFormat.JSON)))
                    .isEmpty();
            assertThat(row.at("/meta/template_id").asText()).matches("t[1-6]");
            assertThat(row.at("/meta/difficulty").isNumber()).isTrue();
        });
        long hard = pool.stream()
                .filter(row -> row.at("/meta/bucket").asText().equals("hard"))
                .count();
        assertThat(hard).isEqualTo((long) Math.ceil(0.30 * pool.size()));
    }

    private static List<JsonNode> pool(Path root) throws IOException {
        return Files.readAllLines(root.resolve(SeedMind.POOL)).stream()
                .map(SyncJson::read)
                .toList();
    }

    private static void transcriptsAreWhole(FulfilBench bench) throws IOException {
        assertThat(bench.transcripts()).hasSizeGreaterThan(7);
        for (Path transcript : bench.transcripts()) {
            LocatedDocument document = LocatedDocument.read(Files.readAllBytes(transcript), DocumentFormat.JSON);
            assertThat(SchemaValidator.violations(SchemaId.AGENT_EXCHANGE_V1, document))
                    .isEmpty();
            assertThat(document.root().path("origin").asText()).isEqualTo("live");
            assertThat(document.root().at("/usage/input_tokens").asInt()).isEqualTo(GeminiServer.PROMPT_TOKENS);
        }
    }
}

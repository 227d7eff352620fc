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
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.SyncPackage;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(bench.coordinator().needs(java.util.Optional.empty()))
                .extracting(NeedCheck::state)
                .containsOnly(NeedState.SATISFIED);
        assertThat(bench.events()).endsWith("package-ingested gemini");
        ledgerSaysWhoSaidWhat(bench, kind);
        templatePackPassesItsGate(bench.root());
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
                .startsWith("[sync agent: live, " + kind.name().toLowerCase(java.util.Locale.ROOT))
                .contains("reports/agent/20260102T030405Z/")
                .endsWith("the report is measured on them.");
        assertThat(recorded.risksBlockers()).containsExactly("none");
    }

    private static void templatePackPassesItsGate(Path root) throws IOException {
        for (String task : java.util.List.of("hotpotqa", "strategyqa", "gsm8k")) {
            String pack = Files.readString(root.resolve("templates/pack_v2/" + task + ".json"));
            assertThat(TemplatePackText.broken(pack)).isEmpty();
        }
    }

    private static void reportIsMeasuredOnTheRows(Path root) throws IOException {
        JsonNode report = SyncJson.read(Files.readString(root.resolve("reports/diversity_report.json")));
        assertThat(report.path("records").asInt()).isEqualTo(SeedMind.ROWS);
        assertThat(report.at("/source/sha256").asText())
                .isEqualTo(Sha256.ofFile(root.resolve("data/rc1_seed.balanced.jsonl"))
                        .hex());
        assertThat(report.path("measured_by").asText()).isEqualTo("sync.gates.diversity/1");
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

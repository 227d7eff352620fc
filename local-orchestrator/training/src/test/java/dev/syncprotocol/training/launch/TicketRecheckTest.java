package dev.syncprotocol.training.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.CanonicalJson;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AuditLog;
import dev.syncprotocol.training.Configs;
import dev.syncprotocol.training.TrainedWorkspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training process that somebody started by hand, with an order that looks right: it holds the ticket against what lies
 * there itself. To see it red: take the call of {@code recheck} out of TrainingProcess.
 */
class TicketRecheckTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private static final String MODEL = "{\"architectures\":[\"Qwen3ForCausalLM\"],\"hidden_size\":4,"
            + "\"num_hidden_layers\":1,\"num_attention_heads\":1,\"num_key_value_heads\":1,\"head_dim\":4,"
            + "\"intermediate_size\":4,\"vocab_size\":264}";
    private static final String TICKET = "reports/preflight/round2_pass.json";

    @TempDir
    private Path workspace;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void layOut() throws IOException {
        put("models/tiny/config.json", MODEL);
        put("data/train.jsonl", "{\"input\":\"1 + 1?\",\"output\":\"2\"}\n".repeat(8));
        put("data/eval.jsonl", "{\"input\":\"2 + 1?\",\"output\":\"3\"}\n");
        put("configs/small.yaml", Configs.yaml(Map.of()) + "gate:\n  preflight: " + TICKET + "\n");
        put("reports/preflight/round1.json", "{\"pass\":true}");
    }

    @Test
    void trainsOnATicketThatHolds() throws IOException {
        ticket(SyncJson.object());
        assertThat(process()).as(said.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(audited()).contains("\"event\":\"ticket_check\"", "\"pass\":true");
        AuditLog.of(workspace, NOON).verify();
    }

    @Test
    void refusesWithoutATicket() throws IOException {
        assertThat(process()).isEqualTo(2);
        assertThat(said()).contains("preflight not passed: no " + TICKET);
        assertNothingTrained();
    }

    @Test
    void refusesAnInputChangedAfterTheTicket() throws IOException {
        ticket(SyncJson.object());
        put("data/train.jsonl", "{\"input\":\"1 + 1?\",\"output\":\"3\"}\n".repeat(8));
        assertThat(process()).isEqualTo(2);
        assertThat(said()).contains("data/train.jsonl changed since the preflight");
        assertNothingTrained();
    }

    @Test
    void refusesATicketOfAnotherCommitOrAnotherVersion() throws IOException {
        ticket(SyncJson.object()
                .put("git_commit", "0123456789abcdef0123456789abcdef01234567")
                .put("tool_version", "0.0.1"));
        assertThat(process()).isEqualTo(2);
        assertThat(said()).contains("made on commit 0123456789ab", "made by version 0.0.1");
    }

    @Test
    void refusesATicketOfTestModeInProductionAndTheOtherWayRound() throws IOException {
        ticket(SyncJson.object().put("mode", "test"));
        assertThat(process()).isEqualTo(2);
        assertThat(said()).contains("made in mode test, not prod");
        ticket(SyncJson.object());
        environment.put("RUN_MODE", "test");
        assertThat(process()).isEqualTo(2);
        assertThat(said()).contains("made in mode prod, not test");
    }

    @Test
    void refusesATicketMadeForAnotherConfig() throws IOException {
        ObjectNode inputs = SyncJson.object();
        inputs.put(
                "data/train.jsonl",
                Sha256.ofFile(workspace.resolve("data/train.jsonl")).hex());
        ObjectNode facts = SyncJson.object();
        facts.set("inputs", inputs);
        ticket(facts);
        assertThat(process()).isEqualTo(2);
        assertThat(said()).contains("the ticket was not made for configs/small.yaml");
    }

    private void assertNothingTrained() throws IOException {
        assertThat(workspace.resolve("checkpoints")).doesNotExist();
        assertThat(workspace.resolve("reports/metrics.jsonl")).doesNotExist();
        assertThat(audited()).contains("\"event\":\"ticket_check\"", "\"pass\":false");
    }

    private String audited() throws IOException {
        return Files.readString(workspace.resolve(AuditLog.PATH));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    /** A ticket for what lies there, with some fields of its own. */
    private void ticket(ObjectNode facts) throws IOException {
        ObjectNode ticket = SyncJson.object()
                .put("round", "round2")
                .put("ts", "2026-01-01T11:00:00Z")
                .put("pass", true)
                .put("mode", "prod")
                .put("evidence_class", "live")
                .put("tool_version", "(not packaged)")
                .put("round1_sha256", sha256("reports/preflight/round1.json"));
        ticket.putObject("inputs")
                .put("data/train.jsonl", sha256("data/train.jsonl"))
                .put("configs/small.yaml", sha256("configs/small.yaml"));
        ticket.putObject("scorer_evidence");
        ticket.putNull("git_commit").put("max_age_h", 0.0);
        ticket.setAll(facts);
        ticket.put("ticket_sha256", Sha256.of(CanonicalJson.bytes(ticket)).hex());
        put(TICKET, SyncJson.pretty(ticket));
    }

    private String sha256(String path) throws IOException {
        return Sha256.ofFile(workspace.resolve(path)).hex();
    }

    private int process() throws IOException {
        Path launch = new TrainedWorkspace(workspace).order(1, "configs/small.yaml", order -> order.putNull("resume"));
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new TrainingProcess(
                        launch,
                        new TrainingProcess.Surroundings(
                                out, (output, error) -> output.apply(out), environment, 1, Configs.INSTALLED, NOON),
                        () -> false)
                .run();
    }

    private void put(String name, String content) throws IOException {
        Path file = workspace.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}

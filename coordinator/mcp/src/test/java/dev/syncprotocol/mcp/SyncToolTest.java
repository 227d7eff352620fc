package dev.syncprotocol.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of tools: names, order, schemas. */
class SyncToolTest {
    /** Every definition is sent with every request of an agent: growth is a decision. */
    private static final int MOST_CHARACTERS = 9_000;

    private static final Path EXAMPLES = Path.of(System.getProperty("sync.root"), "schemas", "examples", "valid");

    @Test
    void listsTheToolsInAFixedOrder() {
        assertThat(Stream.of(SyncTool.values()).map(SyncTool::toolName))
                .containsExactly(
                        "sync_status",
                        "sync_explain",
                        "sync_needs",
                        "sync_validate",
                        "sync_package_draft",
                        "sync_preflight_ticket",
                        "sync_runs_best",
                        "sync_round_next",
                        "sync_round_run",
                        "sync_command_done",
                        "sync_command_fail",
                        "sync_ingest",
                        "sync_launch",
                        "sync_stop")
                .allMatch(name -> name.matches("[a-z_]+"));
    }

    @Test
    void staysSmallEnoughToBeSentWithEveryRequest() {
        int characters = Stream.of(SyncTool.values())
                .mapToInt(tool -> tool.toolName().length()
                        + tool.description().length()
                        + SyncJson.compact(tool.inputSchema()).length())
                .sum();
        assertThat(characters).isBetween(1_000, MOST_CHARACTERS);
    }

    @Test
    void neverCallsALookDestructive() {
        assertThat(SyncTool.values()).noneMatch(tool -> tool.hints().destructive());
        assertThat(Stream.of(SyncTool.values()).filter(tool -> tool.hints().readOnly()))
                .contains(SyncTool.STATUS, SyncTool.VALIDATE)
                .allMatch(tool -> tool.hints().idempotent() && !tool.hints().openWorld());
    }

    @ParameterizedTest
    @EnumSource(SyncTool.class)
    void acceptsEveryShippedAnswerAndEveryRefusal(SyncTool tool) throws IOException {
        List<Path> answers = Stream.concat(files(tool.answer().fileStem()).stream(), files("sync-error.v1").stream())
                .toList();
        assertThat(answers).hasSizeGreaterThan(1);
        for (Path answer : answers) {
            assertThat(violations(tool.outputSchema(), Files.readAllBytes(answer)))
                    .as(answer.toString())
                    .isEmpty();
        }
        assertThat(violations(tool.outputSchema(), "{\"ok\":true}".getBytes(StandardCharsets.UTF_8)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(SyncTool.class)
    void refusesUnknownArguments(SyncTool tool) {
        byte[] unknown = "{\"zz\":1}".getBytes(StandardCharsets.UTF_8);
        assertThat(violations(tool.inputSchema(), unknown)).anyMatch(found -> found.contains("zz"));
        assertThat(tool.inputSchema().get("type").asText()).isEqualTo("object");
    }

    private static List<String> violations(ObjectNode schema, byte[] document) {
        return SchemaValidator.violations(schema, LocatedDocument.read(document, DocumentFormat.JSON)).stream()
                .map(Object::toString)
                .toList();
    }

    private static List<Path> files(String schema) throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES.resolve(schema))) {
            return files.sorted().toList();
        }
    }
}

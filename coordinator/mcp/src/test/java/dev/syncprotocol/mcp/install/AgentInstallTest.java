package dev.syncprotocol.mcp.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files are added to, never overwritten; what we wrote ourselves is recognised by its own digest or shape. */
class AgentInstallTest {
    private static final List<String> PROGRAM = List.of("/opt/sync");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(AgentClient.class)
    void writesAConfigurationThatStartsTheServerAndIsLeftAloneTheSecondTime(AgentClient client) throws IOException {
        AgentInstall.plan(folder, client, PROGRAM).write();
        JsonNode entry = SyncJson.read(Files.readString(client.config().below(folder)))
                .path(client.container())
                .path("sync");
        assertThat(entry.path("command").asText()).isEqualTo("/opt/sync");
        assertThat(entry.at("/args/0").asText()).isEqualTo("mcp");
        assertThat(Files.readString(client.rules().below(folder))).contains("sync prime");
        assertThat(AgentInstall.plan(folder, client, PROGRAM).done()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ }\n",
                "{\"theme\":\"dark {\\\"}\"}",
                "{\r\n\t\"mcpServers\" :\r\n\t{\r\n\t}\r\n}",
                "{\"mcpServers\":{\"other\":{\"command\":\"{\",\"args\":[\"\\\\\"]}}, \"last\":1e3}",
                "{\"mcpServers\":{\"other\":{}, \"sync\" : {\"command\":\"/old/sync\",\"args\":[\"mcp\",\"}\"]} },\"x\":[{}]}",
            })
    void changesNothingElseOfAConfiguration(String before) throws IOException {
        write(".mcp.json", before);
        AgentInstall.plan(folder, AgentClient.CLAUDE, PROGRAM).write();
        String after = Files.readString(folder.resolve(".mcp.json"));
        assertThat(withoutSync(after)).isEqualTo(withoutSync(before));
        assertThat(SyncJson.read(after).at("/mcpServers/sync/command").asText()).isEqualTo("/opt/sync");
    }

    private static JsonNode withoutSync(String text) {
        ObjectNode root = (ObjectNode) SyncJson.read(text);
        if (root.get("mcpServers") instanceof ObjectNode servers) {
            servers.remove("sync");
            if (servers.isEmpty()) {
                root.remove("mcpServers");
            }
        }
        return root;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mcpServers\":{\"sync\":{\"command\":\"/opt/sync\",\"args\":[\"mcp\"],\"env\":{}}}}",
                "{\"mcpServers\":{\"sync\":{\"command\":\"other-sync\",\"args\":[\"mcp\"]}}}",
                "{\"mcpServers\":{\"sync\":{\"url\":\"http://localhost\"}}}",
                "{\"mcpServers\":{\"sync\":null}}"
            })
    void leavesAServerOfOurNameAlone(String before) throws IOException {
        write(".mcp.json", before);
        assertRefused(AgentClient.CLAUDE, ErrorCode.NAME_TAKEN);
        assertThat(folder.resolve(".mcp.json")).hasContent(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"mcpServers\":[]}", "{\"a\":1,}", "// a comment\n{}", "{\"a\":1,\"a\":2}", ""})
    void leavesAloneWhatItCannotReadStrictly(String before) throws IOException {
        write(".mcp.json", before);
        assertRefused(AgentClient.CLAUDE, ErrorCode.CONFIG_INVALID);
    }

    @Test
    void leavesABlockAloneThatSomebodyChanged() throws IOException {
        AgentInstall.plan(folder, AgentClient.GEMINI, PROGRAM).write();
        Path rules = folder.resolve("GEMINI.md");
        Files.writeString(rules, Files.readString(rules).replace("Before anything else", "First of all"));
        assertRefused(AgentClient.GEMINI, ErrorCode.NAME_TAKEN);
    }

    @Test
    void writesAnOlderBlockAnewWhereItStands() throws IOException {
        String old = "# Older rules\n";
        write(
                "GEMINI.md",
                "before\n<!-- sync agents install: begin "
                        + Sha256.of(old).hex() + " -->\n" + old
                        + "<!-- sync agents install: end -->\nafter\n");
        AgentInstall.plan(folder, AgentClient.GEMINI, PROGRAM).write();
        assertThat(Files.readString(folder.resolve("GEMINI.md")))
                .startsWith("before\n")
                .endsWith("after\n")
                .contains("sync prime")
                .doesNotContain("Older rules");
    }

    @Test
    void refusesAFileThatChangedAfterItWasShown() throws IOException {
        write(".mcp.json", "{}");
        AgentInstall shown = AgentInstall.plan(folder, AgentClient.CLAUDE, PROGRAM);
        write(".mcp.json", "{\"mine\":1}");
        assertThatThrownBy(shown::write).isInstanceOf(SyncException.class).hasMessageContaining("in the meantime");
        assertThat(folder.resolve(".mcp.json")).hasContent("{\"mine\":1}");
    }

    @Test
    void refusesALinkOutOfTheWorkspace() throws IOException {
        Path outside = Files.createTempDirectory("outside");
        Files.createSymbolicLink(folder.resolve(".cursor"), outside);
        assertRefused(AgentClient.CURSOR, ErrorCode.PATH_REFUSED);
        assertThat(outside).isEmptyDirectory();
        Files.delete(outside);
    }

    @Test
    void showsAUnifiedDiff() throws IOException {
        write(".mcp.json", "{\n  \"a\": 1,\n  \"mcpServers\": {\n    \"b\": {}\n  },\n  \"c\": 2\n}\n");
        FileChange change =
                AgentInstall.plan(folder, AgentClient.CLAUDE, PROGRAM).changes().get(0);
        assertThat(change.diff()).isEqualTo("""
                        --- a/.mcp.json
                        +++ b/.mcp.json
                        @@ -1,6 +1,10 @@
                         {
                           "a": 1,
                           "mcpServers": {
                        +    "sync": {
                        +      "command": "/opt/sync",
                        +      "args": ["mcp"]
                        +    },
                             "b": {}
                           },
                           "c": 2
                        """);
    }

    private void assertRefused(AgentClient client, ErrorCode code) {
        assertThatThrownBy(() -> AgentInstall.plan(folder, client, PROGRAM))
                .isInstanceOfSatisfying(
                        SyncException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}

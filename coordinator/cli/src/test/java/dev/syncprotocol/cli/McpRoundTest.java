package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent that knows nothing but the tool list plays a whole round: it asks where things stand, takes the first
 * {@code next} command it has a tool for, fills the tool's arguments from that command and from what it was answered
 * before, and goes on until the round is done. The other party's work, which no tool can do, is done outside.
 */
@Timeout(300)
class McpRoundTest {
    private static final int MOST_CALLS = 20;

    @TempDir
    private Path folder;

    private final List<String> played = new ArrayList<>();
    private JsonNode tools = SyncJson.object();
    private JsonNode status = SyncJson.object();
    private JsonNode draft = SyncJson.object();

    @Test
    void playsAWholeRoundThroughTheToolsAlone() throws IOException {
        makeASmallWorkspace();
        LocalDoor door = new LocalDoor(Map.of(), Clock.systemUTC());
        try (McpClient client = new McpClient(door, folder.toRealPath())) {
            tools = client.tools();
            JsonNode last = play(client, "sync_status", "{}");
            for (int calls = 0; !status.path("state").asText().equals("DONE"); calls++) {
                assertThat(calls).as(played.toString()).isLessThan(MOST_CALLS);
                last = step(client, last);
            }
            assertThat(client.notifications())
                    .anyMatch(told -> told.path("method").asText().equals("notifications/progress")
                            && told.at("/params/message").asText().contains("step"));
        }
        assertThat(played)
                .containsSubsequence(
                        "sync_status",
                        "sync_round_next",
                        "sync_round_run",
                        "sync_package_draft",
                        "sync_ingest",
                        "sync_needs",
                        "sync_ingest",
                        "sync_launch");
        assertThat(folder.resolve("checkpoints/local/latest/MANIFEST.json")).exists();
        assertThat(status.at("/launch/state").asText()).isEqualTo("finished");
    }

    /** Follows the first command it has a tool for; then looks again. */
    private JsonNode step(McpClient client, JsonNode last) throws IOException {
        String command = StreamSupport.stream(last.get("next").spliterator(), false)
                .map(JsonNode::asText)
                .filter(line -> tool(line).isPresent())
                .findFirst()
                .orElseThrow();
        JsonNode tool = tool(command).orElseThrow();
        JsonNode answer = play(client, tool.get("name").asText(), SyncJson.compact(arguments(tool, command)));
        if (answer.has("package")) {
            draft = answer.get("package");
            answer = play(client, "sync_ingest", "{\"package\":" + SyncJson.compact(draft) + "}");
        } else if (answer.has("message")) {
            answer = play(client, "sync_ingest", "{\"package\":" + otherPartysWork() + "}");
        }
        status = play(client, "sync_status", "{}");
        return status;
    }

    private JsonNode play(McpClient client, String tool, String arguments) {
        JsonNode result = client.call(tool, arguments);
        played.add(tool);
        assertThat(result.path("isError").asBoolean())
                .as(tool + " " + arguments + ": " + result)
                .isFalse();
        JsonNode data = result.at("/structuredContent/data");
        if (tool.equals("sync_status")) {
            status = data;
        }
        return data;
    }

    /** The tool of a command: the one whose name is made of the command's words. */
    private Optional<JsonNode> tool(String command) {
        String words = command.replaceAll(" -.*", "").replace(' ', '_');
        for (JsonNode tool : tools) {
            if (words.equals(tool.get("name").asText())) {
                return Optional.of(tool);
            }
        }
        return Optional.empty();
    }

    /** Options of the command by their names; what is required beside them follows from the state. */
    private ObjectNode arguments(JsonNode tool, String command) {
        ObjectNode arguments = SyncJson.object();
        String[] words = command.split(" ");
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].startsWith("--")) {
                arguments.put(words[i].substring(2), words[i + 1]);
            }
        }
        JsonNode properties = tool.at("/inputSchema/properties");
        if (properties.has("expect")) {
            arguments.put("expect", status.path("round").asInt() + 1);
        }
        if (properties.has("wait")) {
            arguments.put("wait", true);
        }
        return arguments;
    }

    /** What gemini does on its own: files at the paths, and a package that declares them. */
    private String otherPartysWork() throws IOException {
        new ExampleDelivery(folder.toRealPath(), Optional.empty(), Clock.systemUTC()).write();
        return SyncJson.compact(SyncJson.read(Files.readString(folder.resolve(ExampleDelivery.PACKAGE))));
    }

    private void makeASmallWorkspace() throws IOException {
        command("init");
        command("train", "scaffold");
        for (String config : List.of("configs/train_min.yaml", "configs/train_local.yaml")) {
            Path file = folder.resolve(config);
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replaceAll("max_steps: \\d+", "max_steps: 4")
                            .replaceAll("eval_steps: \\d+", "eval_steps: 1000")
                            .replaceAll("save_steps: \\d+", "save_steps: 4"));
        }
        Files.createDirectories(folder.resolve("packages"));
    }

    private void command(String... words) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Surroundings surroundings = new Surroundings(
                folder,
                new ByteArrayInputStream(new byte[0]),
                Map.of(),
                Clock.systemUTC(),
                false,
                new CountDownLatch(1));
        assertThat(new FrontDoor(nowhere, nowhere).call(surroundings, words)).isZero();
    }
}

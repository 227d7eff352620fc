package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.mcp.Door;
import dev.syncprotocol.mcp.DoorCall;
import dev.syncprotocol.mcp.Reply;
import dev.syncprotocol.mcp.SyncTool;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Tools and commands are two skins over one front door: same list, same words, same answers, and hints that are true. */
@Timeout(300)
class McpToolsTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);
    private static final String ASKED =
            "{'from':'cursor','round':1,'need_from_gemini':[{'name':'pack','path':'templates/pack/',"
                    + "'desc':'templates','accept':{'min_files':1}}],'artifacts_produced':[],'risks_blockers':['none'],'notes':''}";

    @TempDir
    private Path folder;

    private Path byTool;
    private Path byCommand;

    @BeforeEach
    void makeTwoWorkspaces() throws IOException {
        byTool = Files.createDirectory(folder.resolve("byTool")).toRealPath();
        byCommand = Files.createDirectory(folder.resolve("byCommand")).toRealPath();
        command(byTool, "", "init");
        command(byCommand, "", "init");
    }

    @Test
    void hasACommandForEveryTool() {
        CommandLine root = Commands.all(nowhere(), nowhere());
        for (SyncTool tool : SyncTool.values()) {
            CommandLine command = root;
            for (String word : tool.verb()) {
                command = command.getSubcommands().get(word);
                assertThat(command).as(tool.toolName()).isNotNull();
            }
            Object verb = command.getCommandSpec().userObject();
            assertThat(verb).as(tool.toolName()).isInstanceOf(Verb.class);
        }
    }

    @Test
    void typesEveryArgumentAsTheCommandTakesIt() throws IOException {
        List<DoorCall> made = new ArrayList<>();
        try (McpClient client = new McpClient(recording(made), byTool)) {
            for (SyncTool tool : SyncTool.values()) {
                for (String arguments : samples(tool)) {
                    made.clear();
                    client.call(tool.toolName(), arguments);
                    assertThat(made).as(tool + " " + arguments).hasSize(1);
                    String[] words = made.get(0).words().toArray(String[]::new);
                    assertThat(Commands.understand(nowhere(), nowhere(), words))
                            .as(String.join(" ", words))
                            .isPresent();
                }
            }
        }
    }

    /** Nothing but the required arguments; then every other one once beside them. */
    private static List<String> samples(SyncTool tool) {
        ObjectNode properties = (ObjectNode) tool.inputSchema().get("properties");
        ObjectNode required = SyncJson.object();
        tool.inputSchema().path("required").forEach(name -> set(required, name.asText(), properties));
        boolean takesPackage = properties.has("package");
        List<String> samples = new ArrayList<>();
        if (!takesPackage) {
            samples.add(SyncJson.compact(required));
        }
        properties.fieldNames().forEachRemaining(name -> {
            ObjectNode sample = required.deepCopy();
            boolean hands = List.of("package", "text", "file").contains(name);
            if (takesPackage && !hands) {
                sample.putObject("package");
            }
            set(sample, name, properties);
            samples.add(SyncJson.compact(sample));
        });
        return samples;
    }

    private static void set(ObjectNode sample, String name, ObjectNode properties) {
        JsonNode schema = properties.get(name);
        if (schema.has("enum")) {
            sample.set(name, schema.get("enum").get(0));
        } else {
            switch (schema.get("type").asText()) {
                case "integer" -> sample.put(name, 1);
                case "boolean" -> sample.put(name, true);
                case "object" -> sample.putObject(name);
                default -> sample.put(name, "some words");
            }
        }
    }

    @Test
    void answersWhatTheCommandAnswers() throws IOException {
        Files.writeString(byTool.resolve("asked.json"), ASKED.replace('\'', '"'));
        Files.writeString(byCommand.resolve("asked.json"), ASKED.replace('\'', '"'));
        try (McpClient client = new McpClient(door(), byTool)) {
            same(client, "sync_status", "{}", "status");
            same(client, "sync_command_done", "{'command':1}", "command done 1");
            same(client, "sync_round_next", "{'expect':1}", "round next --expect 1");
            same(client, "sync_round_next", "{'expect':3}", "round next --expect 3");
            same(client, "sync_command_fail", "{'command':2,'why':'late'}", "command fail 2 --why late");
            same(client, "sync_command_done", "{'command':1,'note':'ok'}", "command done 1 --note ok");
            same(client, "sync_command_done", "{'command':2}", "command done 2");
            same(client, "sync_command_done", "{'command':3}", "command done 3");
            same(client, "sync_package_draft", "{}", "package draft");
            same(client, "sync_validate", "{'file':'asked.json'}", "validate asked.json");
            same(client, "sync_ingest", "{'file':'asked.json'}", "ingest asked.json");
            same(client, "sync_ingest", "{'file':'asked.json'}", "ingest asked.json");
            same(
                    client,
                    "sync_needs",
                    "{'for':'gemini','as':'message','lang':'zh'}",
                    "needs --for gemini --as message --lang zh");
            same(client, "sync_explain", "{}", "explain");
            same(client, "sync_launch", "{'config':'configs/none.yaml'}", "launch --config configs/none.yaml --detach");
            same(client, "sync_stop", "{}", "stop");
            same(client, "sync_preflight_ticket", "{}", "preflight ticket");
            same(client, "sync_runs_best", "{'task':'t'}", "runs best --task t");
            same(client, "sync_status", "{}", "status");
        }
    }

    private void same(McpClient client, String tool, String arguments, String command) {
        JsonNode result = client.call(tool, arguments);
        String text = result.at("/content/0/text").asText();
        String printed = command(byCommand, "", command.split(" "));
        assertThat(text.replace(byTool.toString(), "W"))
                .as(command)
                .isEqualTo(printed.replace(byCommand.toString(), "W"));
        assertThat(result.get("structuredContent")).isEqualTo(SyncJson.read(text));
        assertThat(result.get("isError").asBoolean())
                .as(text)
                .isNotEqualTo(SyncJson.read(text).get("ok").asBoolean());
    }

    @Test
    void validatesAndRecordsAPackageHandedInAsObjectOrText() throws IOException {
        bringToHandover();
        try (McpClient client = new McpClient(door(), byTool)) {
            JsonNode byText = client.call("sync_validate", "{'text':" + quoted(ASKED) + "}");
            JsonNode byObject = client.call("sync_validate", "{'package':" + ASKED + "}");
            assertThat(byText.at("/structuredContent/data/content_sha256").asText())
                    .isEqualTo(byObject.at("/structuredContent/data/content_sha256")
                            .asText())
                    .hasSize(64);
            JsonNode broken = client.call("sync_ingest", "{'package':{'from':'cursor','round':0}}");
            assertThat(broken.get("isError").asBoolean()).isTrue();
            assertThat(broken.at("/structuredContent/error/violations").size()).isGreaterThan(2);
        }
    }

    private static String quoted(String text) {
        return "\"" + text.replace('\'', '"').replace("\"", "\\\"") + "\"";
    }

    @Test
    void changesNoByteWhereItOnlyLooks() throws IOException {
        bringToHandover();
        command(byTool, ASKED.replace('\'', '"'), "ingest", "-");
        try (McpClient client = new McpClient(door(), byTool)) {
            command(byTool, "", "train", "scaffold");
            Map<String, String> before = content(byTool);
            client.call("sync_explain", "{'config':'configs/train_local.yaml'}");
            client.call("sync_needs", "{'for':'gemini','as':'message'}");
            client.call("sync_validate", "{'package':" + ASKED + "}");
            for (SyncTool tool : SyncTool.values()) {
                if (tool.hints().readOnly()) {
                    samples(tool).forEach(arguments -> client.call(tool.toolName(), arguments));
                }
            }
            assertThat(content(byTool)).hasSizeGreaterThan(20).isEqualTo(before);
        }
    }

    @Test
    void answersTheSameTwiceWhereItIsIdempotent() throws IOException {
        try (McpClient client = new McpClient(door(), byTool)) {
            twice(client, "sync_round_next", "{'expect':1}");
            twice(client, "sync_command_fail", "{'command':1,'why':'late'}");
            for (int command = 1; command <= 3; command++) {
                twice(client, "sync_command_done", "{'command':" + command + ",'note':'ok'}");
            }
            twice(client, "sync_ingest", "{'package':" + ASKED + "}");
            twice(client, "sync_launch", "{}");
            twice(client, "sync_stop", "{}");
            Stream.of(SyncTool.values())
                    .filter(tool -> tool.hints().readOnly())
                    .forEach(tool -> samples(tool).forEach(arguments -> twice(client, tool.toolName(), arguments)));
        }
    }

    /** Equal but for the word that it was so already, and nothing more is recorded. */
    private void twice(McpClient client, String tool, String arguments) {
        JsonNode first = client.call(tool, arguments).get("structuredContent");
        String head = head();
        JsonNode second = client.call(tool, arguments).get("structuredContent");
        assertThat(withoutAlready(second)).as(tool).isEqualTo(withoutAlready(first));
        assertThat(head()).as(tool).isEqualTo(head);
    }

    private static JsonNode withoutAlready(JsonNode answer) {
        ObjectNode copy = answer.deepCopy();
        if (copy.get("data") instanceof ObjectNode data) {
            data.remove(List.of("already_open", "already_reported", "already_ingested"));
        }
        return copy;
    }

    private String head() {
        return SyncJson.read(command(byTool, "", "status"))
                .at("/data/ledger/head")
                .asText();
    }

    private void bringToHandover() {
        command(byTool, "", "round", "next");
        for (int command = 1; command <= 3; command++) {
            command(byTool, "", "command", "done", Integer.toString(command));
        }
    }

    /** Every file with its digest, those of git included. */
    private static Map<String, String> content(Path root) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                String digest = Files.isRegularFile(file) ? Sha256.ofFile(file).hex() : "folder";
                content.put(root.relativize(file) + " " + Files.getLastModifiedTime(file), digest);
            }
        }
        return content;
    }

    private static LocalDoor door() {
        return new LocalDoor(Map.of(), NOON);
    }

    private static Door recording(List<DoorCall> made) {
        return new Door() {
            @Override
            public Reply call(DoorCall call) {
                made.add(call);
                return refuse(new SyncException(ErrorCode.USAGE, "recorded"));
            }

            @Override
            public Reply refuse(SyncException refusal) {
                return door().refuse(refusal);
            }
        };
    }

    /** What the command line prints with {@code --json}. */
    private static String command(Path workspace, String input, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                workspace,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                Map.of(),
                NOON,
                false,
                new CountDownLatch(1));
        String[] withJson = Arrays.copyOf(words, words.length + 1);
        withJson[words.length] = "--json";
        new FrontDoor(new PrintStream(out, true, StandardCharsets.UTF_8), nowhere()).call(surroundings, withJson);
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private static PrintStream nowhere() {
        return new PrintStream(OutputStream.nullOutputStream());
    }
}

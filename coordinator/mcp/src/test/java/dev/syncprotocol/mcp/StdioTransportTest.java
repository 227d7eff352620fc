package dev.syncprotocol.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The faults of interfaces.md section 7.3, driven as bytes. */
@Timeout(120)
class StdioTransportTest {
    private static final String HELLO =
            "{\"jsonrpc\":\"2.0\",\"id\":\"hello\",\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                    + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}";
    private static final String READY = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
    private static final long SEED = 20251125;

    private final ScriptedDoor door = new ScriptedDoor();

    @Test
    void greetsWithTheRevisionThatIsAskedFor() throws IOException {
        JsonNode answer = serve(new StagedInput().line(HELLO)).get(0);
        assertThat(answer.at("/result/protocolVersion").asText()).isEqualTo("2025-11-25");
        assertThat(answer.at("/result/instructions").asText()).startsWith("# Sync");
        assertThat(answer.at("/result/capabilities/tools").isObject()).isTrue();
    }

    @Test
    void answersAMalformedLineAndGoesOn() throws IOException {
        List<JsonNode> answers = serve(greeted().line("{\"jsonrpc\":").line(status(1)));
        assertThat(answers.get(1).at("/error/code").asInt()).isEqualTo(-32700);
        assertThat(answers.get(1).get("id").isNull()).isTrue();
        assertThat(answers.get(2).at("/result/structuredContent/schema").asText())
                .isEqualTo("sync.status/1");
    }

    @Test
    void answersALineThatIsTooLongAndGoesOn() throws IOException {
        byte[] long1 = new byte[StdioTransport.LONGEST_LINE + 1];
        Arrays.fill(long1, (byte) 'x');
        List<JsonNode> answers = serve(greeted().bytes(long1).line("").line(status(1)));
        assertThat(answers.get(1).at("/error/code").asInt()).isEqualTo(-32600);
        assertThat(answers.get(2).get("id").asInt()).isEqualTo(1);
    }

    @Test
    void refusesARequestBeforeTheGreetingAndAnswersItAfter() throws IOException {
        List<JsonNode> answers = serve(new StagedInput()
                .line(status(1))
                .line(HELLO)
                .line(status(2))
                .line(READY)
                .line(status(3)));
        assertThat(answers.get(0).at("/error/code").asInt()).isEqualTo(-32600);
        assertThat(answers.get(2).at("/error/code").asInt()).isEqualTo(-32600);
        assertThat(answers.get(3).at("/result/isError").asBoolean()).isFalse();
    }

    @Test
    void refusesASecondGreeting() throws IOException {
        List<JsonNode> answers = serve(greeted().line(HELLO).line(status(1)));
        assertThat(answers.get(1).at("/error/message").asText()).contains("initialized already");
        assertThat(answers).hasSize(3);
    }

    @Test
    void endsQuietlyWithoutInput() throws IOException {
        assertThat(serve(new StagedInput())).isEmpty();
    }

    @Test
    void refusesACallWithoutParameters() throws IOException {
        String bare = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"}";
        assertThat(serve(greeted().line(bare)).get(1).at("/error/code").asInt()).isEqualTo(-32602);
    }

    @Test
    void refusesArgumentsWithTheErrorObjectAndAPointer() throws IOException {
        JsonNode answer = serve(greeted().line(call(1, "sync_round_next", ",\"arguments\":{\"expect\":0,\"zz\":1}")))
                .get(1)
                .get("result");
        assertThat(answer.get("isError").asBoolean()).isTrue();
        assertThat(answer.at("/structuredContent/error/code").asText()).isEqualTo("usage");
        assertThat(answer.at("/structuredContent/error/pointer").asText()).isIn("/expect", "/zz");
        assertThat(SyncJson.read(answer.at("/content/0/text").asText())).isEqualTo(answer.get("structuredContent"));
    }

    @Test
    void answersPingAtAnyTime() throws IOException {
        String ping = "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"ping\"}";
        assertThat(serve(new StagedInput().line(ping)).get(0).get("result").isObject())
                .isTrue();
    }

    @Test
    void answersCallsInFlightAtTheEndOfInput() throws IOException {
        List<JsonNode> answers = serve(
                greeted().line(call(1, "sync_stop", "")).await(door.waiting).signal(door.letGo));
        assertThat(answers.get(answers.size() - 1)
                        .at("/result/structuredContent/schema")
                        .asText())
                .isEqualTo("sync.stop/1");
        assertThat(door.interrupted).hasValue(0);
    }

    @Test
    void endsTheWaitingWhenTheBoundRunsOut() throws IOException {
        List<JsonNode> answers =
                serve(greeted().line(call(1, "sync_stop", "")).await(door.waiting), Duration.ofMillis(1));
        assertThat(door.interrupted).hasValue(1);
        assertThat(answers.get(answers.size() - 1).get("id").asInt()).isEqualTo(1);
    }

    @Test
    void answersNothingToACancelledCallAndEndsItsWaiting() throws IOException {
        String cancel = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}";
        List<JsonNode> answers = serve(greeted()
                .line(call(1, "sync_stop", ""))
                .await(door.waiting)
                .line(cancel)
                .line(status(2)));
        assertThat(door.interrupted).hasValue(1);
        assertThat(answers).noneMatch(answer -> answer.path("id").asText().equals("1"));
        assertThat(answers).anyMatch(answer -> answer.path("id").asText().equals("2"));
    }

    @Test
    void tellsProgressToWhoAsksForItAndLogsOtherwise() throws IOException {
        List<JsonNode> asked = serve(greeted()
                .line(call(1, "sync_stop", ",\"_meta\":{\"progressToken\":\"t\"}"))
                .signal(door.letGo));
        List<JsonNode> told = asked.stream()
                .filter(message -> message.path("method").asText().equals("notifications/progress"))
                .toList();
        assertThat(told)
                .extracting(message -> message.at("/params/progress").asInt())
                .containsExactly(1, 2, 3);
        assertThat(told.get(2).at("/params/message").asText())
                .doesNotContain("\u001B")
                .contains("three");
        assertThat(told.get(0).at("/params/progressToken").asText()).isEqualTo("t");

        List<JsonNode> unasked = serve(greeted().line(call(1, "sync_stop", "")));
        assertThat(unasked)
                .filteredOn(message -> message.path("method").asText().equals("notifications/message"))
                .hasSize(3);
    }

    @Test
    void refusesAnIdThatIsInUse() throws IOException {
        List<JsonNode> answers = serve(greeted()
                .line(call(1, "sync_stop", ""))
                .await(door.waiting)
                .line(status(1))
                .signal(door.letGo));
        assertThat(answers).filteredOn(answer -> answer.has("error")).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.path("id").asText().equals("1"))
                .hasSize(2);
    }

    @Test
    void answersAHundredConcurrentCallsOnceEach() throws IOException {
        StagedInput input = greeted();
        IntStream.range(0, 100).forEach(id -> input.line(status(id)));
        Map<String, Integer> counted = counted(serve(input));
        assertThat(counted)
                .hasSize(101)
                .allSatisfy((id, count) -> assertThat(count).isEqualTo(1));
    }

    @Test
    void answersEveryOneOfAThousandBrokenLinesByItsRule() throws IOException {
        Random random = new Random(SEED);
        StagedInput input = greeted();
        Map<String, Integer> expected = new HashMap<>(Map.of("\"hello\"", 1));
        for (int i = 0; i < 1000; i++) {
            byte[] line = mutated(valid(i), random);
            input.bytes(line).line("");
            expect(line, expected);
        }
        input.line(status(5000));
        expected.merge("5000", 1, Integer::sum);
        assertThat(counted(serve(input, Duration.ofSeconds(60)))).isEqualTo(expected);
    }

    /** By the rules of JSON-RPC: what is no request and no notification is answered with an error at once. */
    private static void expect(byte[] line, Map<String, Integer> expected) {
        if (new String(line, StandardCharsets.ISO_8859_1).isBlank()) {
            return;
        }
        RpcLine judged = RpcLine.of(line);
        if (judged.kind() == RpcLine.Kind.REQUEST || judged.kind() == RpcLine.Kind.REFUSED) {
            expected.merge(judged.id(), 1, Integer::sum);
        }
    }

    private static String valid(int id) {
        List<String> lines = List.of(
                status(id),
                call(id, "sync_needs", ",\"arguments\":{\"for\":\"gemini\",\"as\":\"message\"}"),
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/list\",\"params\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":" + id
                        + ",\"method\":\"logging/setLevel\",\"params\":{\"level\":\"error\"}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":1}}",
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}",
                HELLO.replace("\"hello\"", Integer.toString(id)));
        return lines.get(id % lines.size());
    }

    /** A line with some bytes changed, taken out, doubled or cut off; never a line feed, which would make two of it. */
    private static byte[] mutated(String valid, Random random) {
        byte[] bytes = valid.getBytes(StandardCharsets.UTF_8);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > 1; i++) {
            int at = random.nextInt(bytes.length);
            bytes = switch (random.nextInt(5)) {
                case 0 -> replaced(bytes, at, (byte) random.nextInt(256));
                case 1 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + 1, bytes.length));
                case 2 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at / 2, bytes.length));
                case 3 -> Arrays.copyOf(bytes, at);
                default -> replaced(bytes, at, (byte) "{}[]\",:0-nt".charAt(random.nextInt(11)));
            };
        }
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, int at, byte value) {
        bytes[at] = value == '\n' ? (byte) ' ' : value;
        return bytes;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static Map<String, Integer> counted(List<JsonNode> messages) {
        Map<String, Integer> counted = new HashMap<>();
        messages.stream()
                .filter(message -> message.has("id"))
                .forEach(message -> counted.merge(message.get("id").toString(), 1, Integer::sum));
        return counted;
    }

    private static StagedInput greeted() {
        return new StagedInput().line(HELLO).line(READY);
    }

    private static String status(int id) {
        return call(id, "sync_status", "");
    }

    private static String call(int id, String tool, String more) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool + "\""
                + more + "}}";
    }

    private List<JsonNode> serve(StagedInput input) throws IOException {
        return serve(input, Duration.ofSeconds(60));
    }

    private List<JsonNode> serve(StagedInput input, Duration drain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ServerSettings settings = new ServerSettings(Path.of("").toAbsolutePath(), "test", drain);
        new SyncMcpServer(door, settings).serve(input, out);
        List<JsonNode> messages = new ArrayList<>();
        out.toString(StandardCharsets.UTF_8).lines().forEach(line -> messages.add(SyncJson.read(line)));
        return messages;
    }
}

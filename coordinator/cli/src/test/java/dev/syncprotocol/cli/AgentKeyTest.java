package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A provider that says the key back wherever it can: in its answer, in a draft, in a reason, in the body of an error. It is
 * in no transcript, log, error, fail pack or git object afterwards (issue 7). To see it red: give the answer
 * through KeylessMessage as it came.
 */
class AgentKeyTest {
    /** Of no known form, so that only its value gives it away; under a name that does not say KEY. */
    private static final String KEY = "plainly-no-known-form-of-a-secret-0815-4711";

    @TempDir
    Path folder;

    private final AtomicInteger calls = new AtomicInteger();
    private final List<String> heard = new ArrayList<>();
    private boolean torn;
    private HttpServer server;
    private AgentWorkspace workspace;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        workspace = new AgentWorkspace(
                folder, "http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
        workspace.with("OTHER_SIDE", KEY);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        heard.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        exchange.getRequestBody().readAllBytes();
        boolean last = !torn && calls.incrementAndGet() > 2;
        String text = torn ? "data: " + KEY + " {\n\n" : stream();
        byte[] body = (last ? "{\"error\":{\"message\":\"your key " + KEY + " is worn out\"}}" : text)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", last ? "application/json" : "text/event-stream");
        exchange.sendResponseHeaders(last ? 401 : 200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static String stream() {
        String spelled = KEY.replace("p", "\\\\u0070");
        String arguments = "{\\\"path\\\":\\\"templates/pack/a.txt\\\",\\\"content\\\":\\\"" + KEY + spelled + "\\\"}";
        return event("{\"content\":\"I was given " + KEY + ".\"}", "null")
                + event(
                        "{\"tool_calls\":[{\"index\":0,\"id\":\"c0\",\"type\":\"function\",\"function\":{\"name\":"
                                + "\"write_file\",\"arguments\":\"" + arguments + "\"}},{\"index\":1,\"id\":\"" + KEY
                                + "\",\"type\":\"function\",\"function\":{\"name\":\"" + KEY
                                + "\",\"arguments\":\"{}\"}}]}",
                        "\"tool_calls\"")
                + "data: [DONE]\n\n";
    }

    private static String event(String delta, String finish) {
        return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"model\":\"some-model\",\"choices\":[{\"index\":0,"
                + "\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }

    @Test
    void theKeyIsNowhereAfterwards() throws Exception {
        assertThat(workspace.sync("agent", "fulfil", "--json")).isNotZero();
        assertThat(heard).contains("Bearer " + KEY);
        assertThat(heard.size()).isGreaterThanOrEqualTo(3);
        assertThat(workspace.said()).doesNotContain(KEY);
        assertThat(workspace.sync("agent", "fulfil")).isNotZero();
        assertThat(workspace.said()).contains("it refused the key").doesNotContain(KEY);
        assertThat(answers())
                .anySatisfy(text -> assertThat(text).startsWith("I was given "))
                .allSatisfy(text -> assertThat(text).doesNotContain(KEY));
        for (String profile : List.of("local", "rc1")) {
            Files.createDirectories(folder.resolve("reports/rc1"));
            assertThat(workspace.sync("failpack", "--profile", profile))
                    .as(workspace.said())
                    .isZero();
            assertThat(workspace.said()).contains("reports/agent/").doesNotContain(KEY);
        }
        int archives = 0;
        for (Path file : files()) {
            boolean archive = file.toString().endsWith(".tgz");
            archives += archive ? 1 : 0;
            assertThat(content(file, archive)).as(file.toString()).doesNotContain(KEY);
        }
        assertThat(archives).isEqualTo(2);
        assertThat(workspace.sync("log")).isZero();
        assertThat(workspace.said()).doesNotContain(KEY);
    }

    /** The libraries below log what they stumble over, on the process's own stderr. */
    @Test
    void anAnswerThatIsNoJsonIsNotLoggedWithItsWords() throws Exception {
        torn = true;
        PrintStream before = System.err;
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        System.setErr(new PrintStream(stderr, true, StandardCharsets.UTF_8));
        try {
            assertThat(workspace.sync("agent", "fulfil")).isEqualTo(3);
        } finally {
            System.setErr(before);
        }
        assertThat(workspace.said()).contains("its answer could not be read").doesNotContain(KEY);
        assertThat(stderr.toString(StandardCharsets.UTF_8)).doesNotContain(KEY, "Exception");
        assertThat(files()).allSatisfy(file -> assertThat(content(file, false)).doesNotContain(KEY));
    }

    private List<String> answers() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder.resolve("reports/agent"))) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                texts.add(SyncJson.read(Files.readString(file))
                        .at("/response/text")
                        .asText());
            }
        }
        return texts;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    private static String content(Path file, boolean archive) throws IOException {
        try (InputStream in = archive ? new GZIPInputStream(Files.newInputStream(file)) : Files.newInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}

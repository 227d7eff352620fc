package dev.syncprotocol.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A scorer on this machine that speaks OpenAI's protocol: it knows one good and one bad answer, and finds the rest so-so. */
final class LoopbackScorerServer implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger calls = new AtomicInteger();

    LoopbackScorerServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** Answers given so far. */
    int calls() {
        return calls.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String prompt = SyncJson.read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                .at("/messages/0/content")
                .textValue();
        byte[] bytes = reply(prompt).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private String reply(String prompt) {
        String answer = prompt.substring(prompt.lastIndexOf("Answer:"));
        double score = answer.contains("Bananas") ? 0.05 : Math.floorMod(answer.hashCode(), 90) / 100.0 + 0.1;
        String scores = String.format(
                "{\\\"brevity\\\":%1$s,\\\"correctness\\\":%1$s,\\\"faithfulness\\\":%1$s,\\\"helpfulness\\\":%1$s}",
                score);
        return """
                {"id":"call-%d","object":"chat.completion","created":1,"model":"gpt-4o-mini",
                 "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"%s"}}],
                 "usage":{"prompt_tokens":100,"completion_tokens":9,"total_tokens":109}}""".formatted(calls.incrementAndGet(), scores);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

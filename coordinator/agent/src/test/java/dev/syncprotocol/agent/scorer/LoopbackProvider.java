package dev.syncprotocol.agent.scorer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A provider on this machine that speaks Gemini's and OpenAI's protocol; what it replies is the test's. */
final class LoopbackProvider implements AutoCloseable {
    /** What a request carried. */
    record Seen(String path, String key, String body) {}

    private final HttpServer server;
    private final AtomicInteger calls = new AtomicInteger();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /** Answers call i, from 1, with this status and body. */
    LoopbackProvider(int status, IntFunction<String> body) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, status, body));
        server.start();
    }

    static String openAi(int call, String reply) {
        return """
                {"id":"chat-%d","object":"chat.completion","created":1,"model":"gpt-4o-mini-2024",
                 "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":%s}}],
                 "usage":{"prompt_tokens":120,"completion_tokens":9,"total_tokens":129}}""".formatted(call, quoted(reply));
    }

    static String gemini(int call, String reply) {
        return """
                {"responseId":"gem-%d","modelVersion":"gemini-2.5-flash-001",
                 "candidates":[{"index":0,"finishReason":"STOP","content":{"role":"model","parts":[{"text":%s}]}}],
                 "usageMetadata":{"promptTokenCount":120,"candidatesTokenCount":9,"totalTokenCount":129}}""".formatted(call, quoted(reply));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\\\"") + '"';
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    List<Seen> seen() {
        return seen;
    }

    private void answer(HttpExchange exchange, int status, IntFunction<String> body) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String key = exchange.getRequestHeaders().getFirst("x-goog-api-key");
        String bearer = exchange.getRequestHeaders().getFirst("Authorization");
        seen.add(new Seen(exchange.getRequestURI().toString(), key == null ? String.valueOf(bearer) : key, asked));
        byte[] bytes = body.apply(calls.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

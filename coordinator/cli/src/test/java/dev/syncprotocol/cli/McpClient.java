package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.mcp.Door;
import dev.syncprotocol.mcp.ServerSettings;
import dev.syncprotocol.mcp.SyncMcpServer;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A client of the server over two streams, one question at a time. */
final class McpClient implements AutoCloseable {
    private final PipedOutputStream toServer = new PipedOutputStream();
    private final BlockingQueue<String> fromServer = new LinkedBlockingQueue<>();
    private final List<JsonNode> notifications = new ArrayList<>();
    private final Thread server;
    private int lastId;

    McpClient(Door door, Path workspace) throws IOException {
        PipedInputStream in = new PipedInputStream(toServer, 1 << 20);
        SyncMcpServer served = new SyncMcpServer(door, new ServerSettings(workspace, "test", Duration.ofSeconds(60)));
        server = new Thread(() -> serve(served, in));
        server.start();
        ask(
                "initialize",
                SyncJson.read("{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                        + "\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}"));
        send(SyncJson.object().put("jsonrpc", "2.0").put("method", "notifications/initialized"));
    }

    private void serve(SyncMcpServer served, PipedInputStream in) {
        try {
            served.serve(in, new SaidLines(fromServer::add));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to a request: its result, or the whole message where it is an error. */
    JsonNode ask(String method, JsonNode params) {
        begin(method, params);
        JsonNode answer = next();
        while (answer.path("id").asInt() != lastId) {
            notifications.add(answer);
            answer = next();
        }
        return answer.has("result") ? answer.get("result") : answer;
    }

    private void begin(String method, JsonNode params) {
        ObjectNode request =
                SyncJson.object().put("jsonrpc", "2.0").put("id", ++lastId).put("method", method);
        request.set("params", params);
        send(request);
    }

    /** Calls a tool, waits until it tells these words, and cancels it; answers with what it told. */
    String cancelAfter(String tool, String arguments, String words) {
        ObjectNode params = SyncJson.object().put("name", tool);
        params.set("arguments", SyncJson.read(arguments.replace('\'', '"')));
        params.putObject("_meta").put("progressToken", tool);
        begin("tools/call", params);
        JsonNode told = next();
        while (!told.at("/params/message").asText().contains(words)) {
            if (told.has("id")) {
                throw new AssertionError("answered before it told '" + words + "': " + told);
            }
            told = next();
        }
        ObjectNode cancel = SyncJson.object().put("jsonrpc", "2.0").put("method", "notifications/cancelled");
        cancel.putObject("params").put("requestId", lastId).put("reason", "enough");
        send(cancel);
        return told.at("/params/message").asText();
    }

    JsonNode tools() {
        return ask("tools/list", SyncJson.object()).get("tools");
    }

    /** A tool's result. */
    JsonNode call(String tool, String arguments) {
        ObjectNode params = SyncJson.object().put("name", tool);
        params.set("arguments", SyncJson.read(arguments.replace('\'', '"')));
        params.putObject("_meta").put("progressToken", tool);
        return ask("tools/call", params);
    }

    /** What the server told on its own since the start. */
    List<JsonNode> notifications() {
        return notifications;
    }

    private void send(JsonNode message) {
        try {
            toServer.write((SyncJson.compact(message) + "\n").getBytes(StandardCharsets.UTF_8));
            toServer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode next() {
        try {
            return SyncJson.read(fromServer.take());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        toServer.close();
        try {
            server.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

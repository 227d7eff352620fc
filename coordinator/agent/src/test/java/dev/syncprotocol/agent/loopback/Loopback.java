package dev.syncprotocol.agent.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A provider on the loopback: one protocol, and a mind that says what is answered. */
public abstract class Loopback implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(Loopback::daemon);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Function<Heard, Turn> mind;
    private final List<Heard> heard = Collections.synchronizedList(new ArrayList<>());
    private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
    private final List<String> paths = Collections.synchronizedList(new ArrayList<>());

    Loopback(Function<Heard, Turn> mind) throws IOException {
        this.mind = mind;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "loopback");
        thread.setDaemon(true);
        return thread;
    }

    /** Its address with this path. */
    String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** The {@code base_url} of the settings. */
    public abstract String baseUrl();

    abstract String key(HttpExchange exchange);

    abstract Heard hear(JsonNode body);

    /** The stream of an answer. */
    abstract String stream(Turn turn);

    /** Everything it was asked. */
    public List<Heard> heard() {
        return List.copyOf(heard);
    }

    /** The keys it was shown. */
    public List<String> keys() {
        return List.copyOf(keys);
    }

    /** The paths it was asked at, with their queries. */
    public List<String> paths() {
        return List.copyOf(paths);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = SyncJson.read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            keys.add(key(exchange));
            paths.add(exchange.getRequestURI().toString());
            Heard request = hear(body);
            heard.add(request);
            send(exchange, mind.apply(request));
        }
    }

    private void send(HttpExchange exchange, Turn turn) throws IOException {
        if (turn.retryAfter() != null) {
            exchange.getResponseHeaders().set("Retry-After", turn.retryAfter());
        }
        exchange.getResponseHeaders()
                .set("Content-Type", turn.status() == 200 ? "text/event-stream" : "application/json");
        exchange.sendResponseHeaders(turn.status(), 0);
        try (OutputStream out = exchange.getResponseBody()) {
            String text = turn.raw() != null ? turn.raw() : stream(turn);
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            if (turn.stall()) {
                closed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException theOtherSideLeft) {
            // Some tests make it leave.
            return;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}

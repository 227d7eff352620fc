package dev.syncprotocol.aoi.weights;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A host of weights on this machine: what it does is said for each path, and it remembers what it was asked. */
public final class LoopbackHub implements AutoCloseable {
    /** Where {@code some/boards} has its usual file. */
    public static final String USUAL = "/some/boards/resolve/main/model.safetensors";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(LoopbackHub::daemon);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    /** What is answered. */
    public interface Turn {
        void answer(HttpExchange exchange) throws IOException;
    }

    /** A host at a free port. */
    public LoopbackHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "loopback-hub");
        thread.setDaemon(true);
        return thread;
    }

    /** Its address; {@code localhost} and {@code 127.0.0.1} are two hosts to whoever asks. */
    public String address(String host) {
        return "http://" + host + ":" + server.getAddress().getPort();
    }

    /** Its address. */
    public String address() {
        return address("127.0.0.1");
    }

    /** What a path answers. */
    public LoopbackHub at(String path, Turn turn) {
        turns.put(path, turn);
        return this;
    }

    /** Every request: path, and the token it showed or {@code -}. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** A body, whole. */
    public static Turn body(byte[] bytes) {
        return exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            write(exchange, bytes);
        };
    }

    /** A status, with a page nobody should read. */
    public static Turn status(int status) {
        return exchange -> {
            byte[] page = "<html>no</html>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, page.length);
            write(exchange, page);
        };
    }

    /** A page. */
    public static Turn page() {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            body("<!doctype html><title>Sign in</title>".getBytes(StandardCharsets.UTF_8))
                    .answer(exchange);
        };
    }

    /** Sent on, as the hub does with large files. */
    public static Turn sentOn(String location, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    /** More is promised than sent. */
    public static Turn cutOff(byte[] bytes) {
        return exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            OutputStream out = exchange.getResponseBody();
            out.write(bytes, 0, bytes.length / 2);
            out.flush();
            throw new IOException("the connection breaks");
        };
    }

    /** Half of it, and then nothing until the host is closed. */
    public Turn stalled(byte[] bytes) {
        return exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            OutputStream out = exchange.getResponseBody();
            out.write(bytes, 0, bytes.length / 2);
            out.flush();
            hold();
        };
    }

    /** Bytes of no promised length, until the reader leaves. */
    public static Turn endless(byte[] bytes) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(bytes);
                }
            } catch (IOException theReaderLeft) {
                return;
            }
        };
    }

    private void hold() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(HttpExchange exchange, byte[] bytes) {
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        } catch (IOException theReaderLeft) {
            // Some readers leave early, and some answers end early.
            return;
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(exchange.getRequestURI() + " " + (token == null ? "-" : token));
            turns.getOrDefault(exchange.getRequestURI().getPath(), status(404)).answer(exchange);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}

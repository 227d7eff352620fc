package dev.syncprotocol.agent.scorer;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.syncprotocol.gates.scorer.EndpointClass;
import dev.syncprotocol.gates.scorer.Timing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The wire under langchain4j, timed with a monotonic clock: what it saw of a call is the call's evidence. Resolving and
 * connecting are measured by a connection of their own, since the JDK's client does not tell them. No redirects, no logs. An answer
 * longer than 1 MiB, and one that does not end in time, are given up.
 */
final class TimedHttpClient implements HttpClient {
    private static final int MOST_BYTES = 1 << 20;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final List<String> REQUEST_IDS =
            List.of("x-request-id", "request-id", "x-goog-request-id", "x-ds-trace-id");

    private final java.net.http.HttpClient client;
    private final Duration timeout;
    private final ThreadLocal<WireTrace> current;

    /**
     * A client.
     *
     * @param current where each thread's call is written down
     */
    TimedHttpClient(Duration timeout, ThreadLocal<WireTrace> current) {
        // Version 1.1: an offer to upgrade would be one more way for a plain server to close the connection.
        this.client = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
        this.timeout = timeout;
        this.current = current;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        URI uri = URI.create(request.url());
        WireTrace trace = current.get();
        try {
            reach(uri, trace);
            return send(request, uri, trace);
        } catch (HttpTimeoutException e) {
            throw new TimeoutException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException(e);
        }
    }

    /** Resolves the host and opens a connection to it, timing both. */
    private void reach(URI uri, WireTrace trace) throws IOException {
        long start = System.nanoTime();
        List<InetAddress> addresses = List.of(InetAddress.getAllByName(uri.getHost()));
        long resolved = System.nanoTime();
        int standard = "https".equals(uri.getScheme()) ? HTTPS : HTTP;
        int port = uri.getPort() < 0 ? standard : uri.getPort();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(addresses.get(0), port), (int) timeout.toMillis());
        }
        long connected = System.nanoTime();
        trace.reached(EndpointClass.of(addresses), new Timing(resolved - start, connected - resolved, 0, 0));
    }

    private SuccessfulHttpResponse send(HttpRequest request, URI uri, WireTrace trace)
            throws IOException, InterruptedException {
        AtomicLong head = new AtomicLong();
        long start = System.nanoTime();
        HttpResponse<String> response = whole(client.sendAsync(wire(request, uri), info -> {
            head.set(System.nanoTime());
            return new BoundedText(MOST_BYTES);
        }));
        long end = System.nanoTime();
        trace.answered(
                response.statusCode(),
                response.body(),
                date(response),
                requestId(response),
                head.get() - start,
                end - start);
        if (response.statusCode() / 100 != 2) {
            throw new HttpException(response.statusCode(), "HTTP " + response.statusCode());
        }
        return SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map())
                .body(response.body())
                .build();
    }

    /** The response with all its body: the request's own timeout ends with the headers, a body may still never come. */
    private HttpResponse<String> whole(CompletableFuture<HttpResponse<String>> coming)
            throws IOException, InterruptedException {
        try {
            return coming.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            coming.cancel(true);
            throw new HttpTimeoutException("the body did not come in time");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
        }
    }

    private java.net.http.HttpRequest wire(HttpRequest request, URI uri) {
        java.net.http.HttpRequest.Builder builder = java.net.http.HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .method(
                        request.method().name(),
                        java.net.http.HttpRequest.BodyPublishers.ofString(
                                request.body() == null ? "" : request.body()));
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        return builder.build();
    }

    private static Optional<Instant> date(HttpResponse<String> response) {
        return response.headers().firstValue("date").flatMap(TimedHttpClient::instant);
    }

    private static Optional<Instant> instant(String header) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header)));
        } catch (DateTimeException e) {
            // A Date nobody can read is no evidence: the probe's clock check says so.
            return Optional.empty();
        }
    }

    private static Optional<String> requestId(HttpResponse<String> response) {
        return REQUEST_IDS.stream()
                .flatMap(name ->
                        Stream.ofNullable(response.headers().firstValue(name).orElse(null)))
                .findFirst();
    }

    /** Scores do not stream. */
    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        throw new UnsupportedOperationException("a score is one answer, not a stream");
    }
}

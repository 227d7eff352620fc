package dev.syncprotocol.agent.model;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The transport below the library: an answer may not be longer than a bound, one that is given up is closed, redirections are
 * never followed (they would carry the key elsewhere), and what a server says of an error is cut short.
 */
final class BoundedHttp implements HttpClientBuilder, HttpClient {
    private static final int ERROR_BYTES = 4_096;
    private static final int OK = 200;
    private static final int NO_LONGER_OK = 300;

    private final long mostBytes;
    private final AtomicReference<@Nullable InputStream> open = new AtomicReference<>();
    private Duration connectTimeout = Duration.ofSeconds(30);
    private Duration readTimeout = Duration.ofSeconds(120);
    private java.net.http.@Nullable HttpClient client;

    /** A transport for answers of at most this many bytes. */
    BoundedHttp(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public Duration connectTimeout() {
        return connectTimeout;
    }

    @Override
    public HttpClientBuilder connectTimeout(@Nullable Duration timeout) {
        connectTimeout = timeout == null ? connectTimeout : timeout;
        return this;
    }

    @Override
    public Duration readTimeout() {
        return readTimeout;
    }

    @Override
    public HttpClientBuilder readTimeout(@Nullable Duration timeout) {
        readTimeout = timeout == null ? readTimeout : timeout;
        return this;
    }

    @Override
    public HttpClient build() {
        client = java.net.http.HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                .build();
        return this;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        throw new UnsupportedOperationException("answers are streamed");
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        if (client == null) {
            throw new IllegalStateException("not built");
        }
        client.sendAsync(sent(request), BodyHandlers.ofInputStream())
                .thenAccept(response -> receive(response, parser, listener))
                .exceptionally(failure -> {
                    listener.onError(failure instanceof CompletionException ? failure.getCause() : failure);
                    return null;
                });
    }

    private java.net.http.HttpRequest sent(HttpRequest request) {
        java.net.http.HttpRequest.Builder builder =
                java.net.http.HttpRequest.newBuilder(URI.create(request.url())).timeout(readTimeout);
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        return builder.POST(java.net.http.HttpRequest.BodyPublishers.ofString(request.body()))
                .build();
    }

    private void receive(
            HttpResponse<InputStream> response, ServerSentEventParser parser, ServerSentEventListener listener) {
        open.set(response.body());
        if (response.statusCode() < OK || response.statusCode() >= NO_LONGER_OK) {
            listener.onError(refusal(response));
            return;
        }
        listener.onOpen(SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map())
                .build());
        parser.parse(new BoundedStream(response.body(), mostBytes), listener);
        listener.onClose();
    }

    private static HttpException refusal(HttpResponse<InputStream> response) {
        String retryAfter = response.headers().firstValue("retry-after").orElse("");
        return new HttpRefusal(response.statusCode(), retryAfter, shortened(response.body()));
    }

    private static String shortened(InputStream body) {
        try (body) {
            return new String(body.readNBytes(ERROR_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(its words could not be read: " + e.getMessage() + ")";
        }
    }

    /** Ends the answer that is coming, if one is: whoever reads it meets an error. */
    void giveUp() {
        InputStream stream = open.getAndSet(null);
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException alreadyBroken) {
                // It is being thrown away.
                return;
            }
        }
    }
}

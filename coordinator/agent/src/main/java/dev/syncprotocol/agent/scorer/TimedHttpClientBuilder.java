package dev.syncprotocol.agent.scorer;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import java.time.Duration;

/** Hands langchain4j our client. */
final class TimedHttpClientBuilder implements HttpClientBuilder {
    private final ThreadLocal<WireTrace> current;
    private Duration timeout;

    TimedHttpClientBuilder(Duration timeout, ThreadLocal<WireTrace> current) {
        this.timeout = timeout;
        this.current = current;
    }

    @Override
    public Duration connectTimeout() {
        return timeout;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration asked) {
        timeout = asked;
        return this;
    }

    @Override
    public Duration readTimeout() {
        return timeout;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration asked) {
        timeout = asked;
        return this;
    }

    @Override
    public HttpClient build() {
        return new TimedHttpClient(timeout, current);
    }
}

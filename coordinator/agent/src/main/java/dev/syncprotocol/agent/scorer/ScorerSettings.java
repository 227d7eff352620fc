package dev.syncprotocol.agent.scorer;

import dev.syncprotocol.gates.scorer.Provider;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.net.URI;
import java.time.Duration;

/**
 * Which model scores, where. The key stands here and in the request's header only.
 *
 * @param provider whose protocol is spoken
 * @param model the model's name
 * @param endpoint base of the URL
 * @param key the API key; never shown
 * @param timeout of one call
 */
public record ScorerSettings(Provider provider, String model, URI endpoint, String key, Duration timeout) {
    /** Refuses an empty key and an endpoint without a host, {@code preflight_failed} and {@code usage}. */
    public ScorerSettings {
        if (key.isBlank()) {
            throw new SyncException(ErrorCode.PREFLIGHT_FAILED, "SCORER_API_KEY is not set: no live scorer");
        }
        if (endpoint.getHost() == null) {
            throw new SyncException(ErrorCode.USAGE, "SCORER_BASE_URL has no host");
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return provider.word() + " " + model + " at " + endpoint.getHost();
    }
}

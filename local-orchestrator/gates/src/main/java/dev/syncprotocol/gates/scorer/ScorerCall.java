package dev.syncprotocol.gates.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The evidence of one call (preflight.md section 6). Never the key, never the prompt: digests only.
 *
 * @param at when it was sent
 * @param provider for example {@code gemini}
 * @param endpoint where it went
 * @param request digest of the prompt
 * @param response digest of the body; empty where none came
 * @param providerRequestId the provider's own id of the call
 * @param status HTTP status; 0 where none came
 * @param timing how long it took
 * @param serverDate the response's {@code Date}
 * @param model the model that answered, as the provider names it
 * @param usage tokens billed; empty where the answer does not say
 * @param cached whether a cache answered
 */
public record ScorerCall(
        Instant at,
        String provider,
        EndpointClass endpoint,
        Sha256 request,
        Optional<Sha256> response,
        Optional<String> providerRequestId,
        int status,
        Timing timing,
        Optional<Instant> serverDate,
        String model,
        Optional<Usage> usage,
        boolean cached) {
    /**
     * Tokens billed.
     *
     * @param input of the prompt
     * @param output of the reply
     */
    public record Usage(long input, long output) {}

    /** Seconds the server's clock is ahead; empty without a {@code Date}. */
    public OptionalLong skewSeconds() {
        return serverDate.isPresent()
                ? OptionalLong.of(serverDate.get().getEpochSecond() - at.getEpochSecond())
                : OptionalLong.empty();
    }

    /** One line of {@code logs/scorer_calls.jsonl}. */
    public ObjectNode tree(String runId, PriceTable prices, OptionalDouble score) {
        ObjectNode node = SyncJson.object()
                .put("ts", at.toString())
                .put("run_id", runId)
                .put("provider", provider)
                .put("endpoint_class", endpoint.word())
                .put("request_sha256", request.hex())
                .put("response_sha256", response.map(Sha256::hex).orElse(null))
                .put("provider_request_id", providerRequestId.orElse(null))
                .put("http_status", status)
                .put("dns_ns", timing.dns())
                .put("connect_ns", timing.connect())
                .put("first_byte_ns", timing.firstByte())
                .put("total_ns", timing.total())
                .put("server_date", serverDate.map(Instant::toString).orElse(null));
        node.set(
                "skew_s",
                skewSeconds().isPresent() ? node.numberNode(skewSeconds().getAsLong()) : node.nullNode());
        node.put("model", model);
        node.put("input_tokens", usage.map(Usage::input).orElse(null));
        node.put("output_tokens", usage.map(Usage::output).orElse(null));
        node.put("price_source", prices.version());
        node.set("cost_usd", number(cost(prices), node));
        node.set("score", number(score, node));
        return node.put("cache", cached ? "hit" : "miss");
    }

    /** What the call cost; empty without usage or price. */
    public OptionalDouble cost(PriceTable prices) {
        return usage.map(used -> prices.cost(model, used)).orElse(OptionalDouble.empty());
    }

    private static JsonNode number(OptionalDouble value, ObjectNode node) {
        return value.isPresent() ? node.numberNode(value.getAsDouble()) : node.nullNode();
    }
}

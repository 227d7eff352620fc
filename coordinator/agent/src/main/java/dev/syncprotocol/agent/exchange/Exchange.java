package dev.syncprotocol.agent.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.syncprotocol.agent.model.Ask;
import dev.syncprotocol.agent.model.Model;
import dev.syncprotocol.agent.model.ModelKey;
import dev.syncprotocol.agent.model.ModelReply;
import dev.syncprotocol.agent.model.Usage;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One call of a model as it is written down ({@code agent-exchange.v1}): of the request its digest only, of the answer all,
 * with secrets masked.
 *
 * @param call its number within the fulfilment, from 1
 * @param provider the provider's name in the settings
 * @param kind the protocol it speaks, a word of the settings
 * @param origin live or replay
 * @param at when it began
 * @param ask what was asked
 * @param reply the answer; empty when none came
 * @param failure why none came, a word; empty when one came
 * @param costUsd its cost in US dollars; empty where no price is known
 * @param latencyMillis from the first try to the end
 * @param attempts the tries that failed before
 */
public record Exchange(
        int call,
        String provider,
        String kind,
        Model.Origin origin,
        Instant at,
        Ask ask,
        Optional<ModelReply> reply,
        Optional<String> failure,
        OptionalDouble costUsd,
        long latencyMillis,
        List<Attempt> attempts) {
    private static final String SCHEMA = "sync.agent-exchange/1";

    /**
     * A try that failed.
     *
     * @param failure a word
     * @param detail what was heard, masked and cut short
     * @param pausedMillis how long was waited afterwards
     */
    public record Attempt(String failure, String detail, long pausedMillis) {}

    public Exchange {
        attempts = List.copyOf(attempts);
    }

    /** The document, without this key and without anything of a known key's shape. */
    ObjectNode document(ModelKey key) {
        ObjectNode node = SyncJson.object();
        node.put("schema", SCHEMA);
        node.put("call", call);
        node.put("purpose", ask.purpose());
        node.put("origin", origin.name().toLowerCase(Locale.ROOT));
        node.put("provider", provider);
        node.put("kind", kind);
        node.put("model", reply.map(ModelReply::model).orElse(null));
        node.put("at", at.toString());
        node.set("request", request());
        node.set(
                "response",
                reply.map(answer -> (JsonNode) response(answer, key)).orElse(node.nullNode()));
        node.set("usage", usage(reply.map(ModelReply::usage).orElse(Usage.NONE)));
        costUsd.ifPresentOrElse(cost -> node.put("cost_usd", cost), () -> node.putNull("cost_usd"));
        node.put("latency_ms", latencyMillis);
        ArrayNode tries = node.putArray("attempts");
        attempts.forEach(attempt -> tries.addObject()
                .put("failure", attempt.failure())
                .put("detail", key.mask(attempt.detail()))
                .put("paused_ms", attempt.pausedMillis()));
        node.put("failure", failure.orElse(null));
        return node;
    }

    private ObjectNode request() {
        String text = ask.text();
        ObjectNode node = SyncJson.object();
        node.put("sha256", Sha256.of(text).hex());
        node.put("characters", text.length());
        node.put("messages", ask.messages().size());
        ArrayNode names = node.putArray("tools");
        ask.tools().stream().map(ToolSpecification::name).forEach(names::add);
        return node;
    }

    private static ObjectNode response(ModelReply reply, ModelKey key) {
        ObjectNode node = SyncJson.object();
        String text = reply.message().text();
        node.put("text", text == null ? null : key.mask(text));
        ArrayNode calls = node.putArray("tool_calls");
        for (ToolExecutionRequest call : reply.message().toolExecutionRequests()) {
            calls.addObject()
                    .put("name", key.mask(call.name()))
                    .put("arguments", key.mask(String.valueOf(call.arguments())));
        }
        node.put("finish", reply.finish());
        return node;
    }

    private static ObjectNode usage(Usage usage) {
        return SyncJson.object()
                .put("input_tokens", usage.input())
                .put("output_tokens", usage.output())
                .put("estimated", usage.estimated());
    }

    /** The answer in a document that was written down; empty where it holds none. */
    static Optional<ModelReply> reply(JsonNode document) {
        JsonNode response = document.path("response");
        if (!response.isObject()) {
            return Optional.empty();
        }
        List<ToolExecutionRequest> calls = new ArrayList<>();
        for (JsonNode call : response.path("tool_calls")) {
            calls.add(ToolExecutionRequest.builder()
                    .id("replay-" + document.path("call").asInt() + "-" + calls.size())
                    .name(call.path("name").asText())
                    .arguments(call.path("arguments").asText())
                    .build());
        }
        AiMessage.Builder message = AiMessage.builder().toolExecutionRequests(calls);
        if (response.path("text").isTextual()) {
            message.text(response.path("text").textValue());
        }
        JsonNode usage = document.path("usage");
        return Optional.of(new ModelReply(
                message.build(),
                new Usage(
                        usage.path("input_tokens").asLong(),
                        usage.path("output_tokens").asLong(),
                        usage.path("estimated").asBoolean()),
                document.path("model").asText("unknown"),
                response.path("finish").asText("unknown")));
    }
}

package dev.syncprotocol.agent.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer without the key that was sent to get it: a provider, or whoever stands between, may say it back, and from here
 * on it would reach drafts, the terminal and the ledger.
 *
 * @param key that is taken out
 */
record KeylessMessage(ModelKey key) {
    AiMessage of(AiMessage message) {
        List<ToolExecutionRequest> calls =
                message.toolExecutionRequests().stream().map(this::without).toList();
        boolean same = calls.equals(message.toolExecutionRequests())
                && String.valueOf(without(message.text())).equals(String.valueOf(message.text()));
        return same
                ? message
                : message.toBuilder()
                        .text(without(message.text()))
                        .toolExecutionRequests(calls)
                        .build();
    }

    private ToolExecutionRequest without(ToolExecutionRequest call) {
        return ToolExecutionRequest.builder()
                .id(without(call.id()))
                .name(without(call.name()))
                .arguments(without(call.arguments()))
                .build();
    }

    /** Also where JSON writes it with escapes. */
    @Nullable
    private String without(@Nullable String text) {
        if (text == null || key.isNone()) {
            return text;
        }
        String plain = key.without(text);
        return plain.contains("\\u") ? key.without(spelledOut(plain)) : plain;
    }

    private String spelledOut(String text) {
        try {
            JsonNode tree = SyncJson.read(text);
            String compact = SyncJson.compact(tree);
            return key.without(compact).equals(compact) ? text : compact;
        } catch (UncheckedIOException noJson) {
            // Then nobody reads escapes in it either.
            return text;
        }
    }
}

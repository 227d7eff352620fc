package dev.syncprotocol.aoi.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tokens of some assistant messages (specification §8.3).
 *
 * @param messages how many messages there were
 * @param input tokens read outside the cache
 * @param output tokens written
 * @param cacheRead tokens read from the cache
 * @param cacheCreate tokens put into the cache
 * @param cacheCreate5m of these, kept for five minutes
 * @param cacheCreate1h of these, kept for an hour
 * @param contextSizeEnd what the last message read: input, cache read and cache created
 * @param models the models that answered, in order of appearance
 */
public record TokenCounts(
        int messages,
        long input,
        long output,
        long cacheRead,
        long cacheCreate,
        long cacheCreate5m,
        long cacheCreate1h,
        long contextSizeEnd,
        List<String> models) {
    public static final TokenCounts NONE = new TokenCounts(0, 0, 0, 0, 0, 0, 0, 0, List.of());

    public TokenCounts {
        models = List.copyOf(models);
    }

    /** These messages and then those. */
    public TokenCounts plus(TokenCounts later) {
        Set<String> all = new LinkedHashSet<>(models);
        all.addAll(later.models);
        return new TokenCounts(
                messages + later.messages,
                input + later.input,
                output + later.output,
                cacheRead + later.cacheRead,
                cacheCreate + later.cacheCreate,
                cacheCreate5m + later.cacheCreate5m,
                cacheCreate1h + later.cacheCreate1h,
                later.messages > 0 ? later.contextSizeEnd : contextSizeEnd,
                List.copyOf(all));
    }

    /** The {@code tokens} object of {@code loop_tokens.jsonl}. */
    public ObjectNode tree() {
        ObjectNode tree = SyncJson.object()
                .put("n_messages", messages)
                .put("input", input)
                .put("output", output)
                .put("cache_read", cacheRead)
                .put("cache_create", cacheCreate)
                .put("cache_create_5m", cacheCreate5m)
                .put("cache_create_1h", cacheCreate1h)
                .put("context_size_end", contextSizeEnd);
        models.forEach(tree.putArray("models")::add);
        return tree;
    }
}

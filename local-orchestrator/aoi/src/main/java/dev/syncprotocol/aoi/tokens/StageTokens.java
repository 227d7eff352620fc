package dev.syncprotocol.aoi.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;

/**
 * The tokens of one log entry.
 *
 * @param seq the entry's number
 * @param tokens of the messages in its window
 */
public record StageTokens(long seq, TokenCounts tokens) {
    /** The line of {@code loop_tokens.jsonl}. */
    public ObjectNode tree() {
        ObjectNode tree = SyncJson.object().put("seq", seq).put("context_tokens", tokens.contextSizeEnd());
        tree.set("tokens", tokens.tree());
        return tree;
    }
}

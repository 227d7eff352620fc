package dev.syncprotocol.training.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.RowRole;

/**
 * A row as tokens: prompt, then answer.
 *
 * @param tokens all of them
 * @param promptLength how many belong to the prompt and are not learned
 * @param id {@code file:line}
 * @param cut whether something of the row was left out to fit
 * @param role what the row is to its strategy
 * @param meta what the data row says about itself
 */
public record EncodedRow(int[] tokens, int promptLength, String id, boolean cut, RowRole role, JsonNode meta) {

    /** A row that says nothing about itself. */
    public EncodedRow(int[] tokens, int promptLength, String id, boolean cut, RowRole role) {
        this(tokens, promptLength, id, cut, role, SyncJson.object());
    }

    /** An answer to learn. */
    public EncodedRow(int[] tokens, int promptLength, String id, boolean cut) {
        this(tokens, promptLength, id, cut, RowRole.ANSWER);
    }
}

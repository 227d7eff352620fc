package dev.syncprotocol.training.data;

import dev.syncprotocol.training.RowRole;

/**
 * A row as tokens: prompt, then answer.
 *
 * @param tokens all of them
 * @param promptLength how many belong to the prompt and are not learned
 * @param id {@code file:line}
 * @param cut whether something of the row was left out to fit
 * @param role what the row is to its strategy
 */
public record EncodedRow(int[] tokens, int promptLength, String id, boolean cut, RowRole role) {

    /** An answer to learn. */
    public EncodedRow(int[] tokens, int promptLength, String id, boolean cut) {
        this(tokens, promptLength, id, cut, RowRole.ANSWER);
    }
}

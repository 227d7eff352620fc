package dev.syncprotocol.training.data;

/**
 * A row as tokens: prompt, then answer.
 *
 * @param tokens all of them
 * @param promptLength how many belong to the prompt and are not learned
 * @param id {@code file:line}
 * @param cut whether something of the row was left out to fit
 */
public record EncodedRow(int[] tokens, int promptLength, String id, boolean cut) {}

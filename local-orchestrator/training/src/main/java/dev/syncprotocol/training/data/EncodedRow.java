package dev.syncprotocol.training.data;

/**
 * A row as tokens: prompt, then answer.
 *
 * @param tokens all of them
 * @param promptLength how many belong to the prompt and are not learned
 * @param id {@code file:line}
 */
public record EncodedRow(int[] tokens, int promptLength, String id) {}

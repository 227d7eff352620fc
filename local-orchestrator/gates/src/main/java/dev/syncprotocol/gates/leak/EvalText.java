package dev.syncprotocol.gates.leak;

/**
 * A text of the evaluation set.
 *
 * @param item the evaluation item it belongs to
 * @param kind {@code question}, {@code answer} or {@code evidence}
 * @param text what may not stand in the pool
 */
public record EvalText(String item, String kind, String text) {}

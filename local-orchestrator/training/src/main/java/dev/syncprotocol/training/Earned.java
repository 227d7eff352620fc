package dev.syncprotocol.training;

/**
 * What one answer to a row's prompt earned.
 *
 * @param rowId of the data row, {@code file:line}
 * @param reward the weighted sum of its rewards, a number
 */
public record Earned(String rowId, double reward) {}

package dev.syncprotocol.simulation;

import java.util.List;

/**
 * A history after which something does not hold.
 *
 * @param seed the seed that makes it
 * @param invariant what does not hold
 * @param detail what was expected and what was found, in the shortest history
 * @param history the steps of the shortest history that shows it
 * @param steps how many steps the whole history had
 */
public record SimulationFailure(long seed, Invariant invariant, String detail, List<String> history, int steps) {
    public SimulationFailure {
        history = List.copyOf(history);
    }
}

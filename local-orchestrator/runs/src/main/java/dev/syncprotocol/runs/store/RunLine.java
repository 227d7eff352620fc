package dev.syncprotocol.runs.store;

import java.util.Optional;

/**
 * A run in a list.
 *
 * @param id its name
 * @param state derived from its files
 * @param row its place in the registry, empty when it is not registered
 * @param facts what its own files add, empty for a void run and one that cannot be read
 * @param promoted whether it ever entered the showcase
 */
public record RunLine(
        String id, RunState state, Optional<RegistryRow> row, Optional<RunFacts> facts, boolean promoted) {
    /** How it ended; empty while it is not final. */
    public Optional<RunFacts.End> end() {
        return facts.flatMap(RunFacts::end);
    }
}

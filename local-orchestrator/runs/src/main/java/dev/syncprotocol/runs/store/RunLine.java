package dev.syncprotocol.runs.store;

import java.util.Optional;

/**
 * A run in a list.
 *
 * @param id its name
 * @param state derived from its files
 * @param row its place in the registry, empty when it is not registered
 * @param detail what its own files add, empty for a void run and one that cannot be read
 */
public record RunLine(String id, RunState state, Optional<RegistryRow> row, Optional<Detail> detail) {
    /**
     * What a run's own files say.
     *
     * @param lock its configuration
     * @param manifest its manifest
     * @param promoted whether it ever entered the showcase
     */
    public record Detail(RunLock lock, RunManifest manifest, boolean promoted) {}
}

package dev.syncprotocol.coordinator.launch;

import dev.syncprotocol.coordinator.round.LaunchId;

/** Hears how a launch goes on while somebody waits for it. Called from the waiting thread only. */
public interface LaunchListener {
    /** Hears nothing. */
    LaunchListener SILENT = new LaunchListener() {};

    /** The engine runs, or was found running already. */
    default void started(LaunchId launch, long pid) {}

    /** The engine beat again. */
    default void progress(LaunchProgress progress) {}
}

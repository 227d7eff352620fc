package dev.syncprotocol.coordinator.launch;

import dev.syncprotocol.coordinator.round.LaunchId;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;

/** The runs that launches are written into (port: the command line wires the run store, tests need none). */
public interface LaunchRuns {
    /**
     * A run that was begun.
     *
     * @param folder its folder, which is its name
     * @param lockSha256 digest of the one configuration its engine may read
     */
    record Begun(RepoPath folder, Sha256 lockSha256) {}

    /**
     * Begins the run of a launch. Its engine finishes it; nothing else has to be done while the engine lives.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException when the store refuses it; nothing was made then
     */
    Begun begin(LaunchId launch, LaunchRequest request) throws IOException;

    /** Finishes the run of a launch that ended without doing so; one that is final stays as it is. */
    void close(RepoPath folder) throws IOException;
}

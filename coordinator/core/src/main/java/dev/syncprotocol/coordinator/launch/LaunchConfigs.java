package dev.syncprotocol.coordinator.launch;

import dev.syncprotocol.protocol.digest.RepoPath;
import java.io.IOException;

/** Reads training configs (port: the command line knows them, the coordinator knows no training settings). */
public interface LaunchConfigs {
    /**
     * The wish to train by this config.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException when the config is missing or invalid
     */
    LaunchRequest request(RepoPath config) throws IOException;

    /**
     * Refuses data files of the config that are not there.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException naming the first one
     */
    void requireData(RepoPath config) throws IOException;
}

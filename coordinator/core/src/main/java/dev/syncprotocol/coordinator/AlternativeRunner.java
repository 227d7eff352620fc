package dev.syncprotocol.coordinator;

import dev.syncprotocol.protocol.digest.RepoPath;
import java.io.IOException;
import java.util.List;

/** Runs the command of an alternative (port: the command line knows how this very program is started, tests run theirs). */
@FunctionalInterface
public interface AlternativeRunner {
    /**
     * Runs an argument list without a shell, in the workspace, and waits for it.
     *
     * @param log where everything it says goes
     * @return its exit code
     */
    int run(List<String> command, RepoPath log) throws IOException;
}

package dev.syncprotocol.coordinator.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts the training engine (port; the child JVM of the product is wired by the command line, a small one by tests).
 *
 * <p>The child finds everything it needs in the launch folder, see {@link LaunchFolder}.
 */
public interface TrainingLauncher {
    /**
     * The command line of the child; its last argument is the launch folder.
     *
     * @param launchFolder absolute
     */
    List<String> command(Path launchFolder);

    /**
     * Starts the child and returns at once. The child must not share the caller's standard streams: whoever called may be
     * gone before it ends.
     *
     * @param workspace absolute; the child's current folder
     * @param launchFolder absolute; holds {@code order.json} already
     */
    Process start(Path workspace, Path launchFolder) throws IOException;
}

package dev.syncprotocol.cli;

import dev.syncprotocol.runs.store.RunStore;
import dev.syncprotocol.runs.store.StorePlaces;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The run store of this call. It needs no git: without a workspace around it, the current folder is one. */
final class StoreDoor {
    /** How long a command waits for a lock unless told otherwise. */
    static final Duration WAIT = Duration.ofSeconds(30);

    private StoreDoor() {}

    static RunStore store(Invocation in) throws IOException {
        return store(in, WAIT);
    }

    /** The store whose configurations name these folders. */
    static RunStore store(Invocation in, StorePlaces places) throws IOException {
        return new RunStore(root(in), places, in.clock(), WAIT);
    }

    static RunStore store(Invocation in, Duration wait) throws IOException {
        return new RunStore(root(in), in.clock(), wait);
    }

    /** {@code --workspace}, else the current folder (run-store.md section 2). */
    static Path root(Invocation in) throws IOException {
        Path option = in.workspaceOption();
        return (option == null ? in.folder() : option).toRealPath();
    }

    /** A run named by its folder, seen from the folder of the call or from the workspace. */
    static Path run(Invocation in, String typed) throws IOException {
        Path seen = in.path(typed);
        Path found = seen.toFile().isDirectory() ? seen : root(in).resolve(typed);
        return found.toFile().isDirectory() ? found.toRealPath() : found;
    }
}

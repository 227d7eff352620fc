package dev.syncprotocol.coordinator.launch;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Whether the engine of a launch still lives, told by its files and by the process table. */
public final class LaunchWatch {
    private LaunchWatch() {}

    /** What can be told of this launch now. */
    public static Liveness liveness(LaunchFolder folder) throws IOException {
        if (!folder.exists()) {
            return Liveness.ELSEWHERE;
        }
        if (folder.outcome().isPresent()) {
            return Liveness.ENDED;
        }
        if (living(folder).isPresent()) {
            return Liveness.RUNNING;
        }
        // Asked again: it may have said how it ended between the two looks.
        if (folder.outcome().isPresent()) {
            return Liveness.ENDED;
        }
        return folder.process().isEmpty() && folder.heartbeat().isEmpty() ? Liveness.STARTING : Liveness.LOST;
    }

    /**
     * The living process of a launch; empty when there is none. Where its parent died before it wrote the process down,
     * the heartbeat names it.
     */
    public static Optional<ProcessHandle> living(LaunchFolder folder) throws IOException {
        Optional<EngineProcess> written = folder.process();
        if (written.isPresent()) {
            return written.get().living();
        }
        return folder.heartbeat().flatMap(beat -> new EngineProcess(beat.pid(), Optional.empty(), List.of()).living());
    }
}

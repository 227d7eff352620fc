package dev.syncprotocol.cli;

import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which run of the inspection loop a command is about. */
final class AoiRuns {
    private AoiRuns() {}

    /**
     * The run a caller names, or the newest one of the workspace.
     *
     * @param typed {@code --run}, or null
     * @throws SyncException {@code usage} when there is none
     */
    static Path chosen(Invocation in, @Nullable String typed) throws IOException {
        if (typed != null) {
            return existing(in.path(typed));
        }
        Path results = workspace(in).resolve("results");
        return newest(results)
                .orElseThrow(() -> new SyncException(ErrorCode.USAGE, "there is no run in " + results)
                        .withHint("name one with --run, or the workspace with --workspace"));
    }

    /** The folder of {@code --workspace}; else the one the program was called in. */
    static Path workspace(Invocation in) {
        Path option = in.workspaceOption();
        return option == null ? in.folder() : in.folder().resolve(option).normalize();
    }

    private static Optional<Path> newest(Path results) throws IOException {
        if (!Files.isDirectory(results)) {
            return Optional.empty();
        }
        try (Stream<Path> runs = Files.list(results)) {
            return runs.filter(AoiRuns::isRun)
                    .max(Comparator.comparing(run -> run.getFileName().toString()));
        }
    }

    private static Path existing(Path run) {
        if (!isRun(run)) {
            throw new SyncException(ErrorCode.USAGE, run + " is no run: it has no " + DeftState.NAME)
                    .withHint("a run's folder is results/run_<date>_<time>");
        }
        return run;
    }

    private static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve(DeftState.NAME));
    }
}

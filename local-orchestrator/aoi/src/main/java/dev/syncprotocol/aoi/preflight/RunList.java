package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.Approval;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The runs of a workspace. */
public final class RunList {
    private RunList() {}

    /** Every run, newest first. */
    public static List<Path> all(AoiWorkspace workspace) throws IOException {
        if (!Files.isDirectory(workspace.results())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(workspace.results())) {
            return folders.filter(RunList::isRun)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    /** Runs that have not come to their end. */
    static List<Path> resumable(AoiWorkspace workspace) throws IOException {
        List<Path> open = new ArrayList<>();
        for (Path run : all(workspace)) {
            if (isOpen(run)) {
                open.add(run);
            }
        }
        return open;
    }

    /**
     * The run that was named, or the newest.
     *
     * @param named as the user typed it, resolved; empty: the newest
     * @throws SyncException {@code config_invalid} when there is none
     */
    public static Path chosen(AoiWorkspace workspace, Optional<Path> named) throws IOException {
        if (named.isPresent()) {
            Path run = named.get().toAbsolutePath().normalize();
            if (!isRun(run)) {
                throw new SyncException(
                                ErrorCode.CONFIG_INVALID,
                                run + " is no run: it has no " + Approval.NAME + " and no " + DeftState.NAME)
                        .withHint(
                                "a run is a folder results/run_<date>_<time>; --workspace names the folder above results");
            }
            return run;
        }
        return all(workspace).stream()
                .findFirst()
                .orElseThrow(() -> new SyncException(
                                ErrorCode.CONFIG_INVALID, "there is no run below " + workspace.results())
                        .withNext("sync aoi preflight --help"));
    }

    /** A claimed folder, or one another program left with a state in it. */
    private static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve(Approval.NAME))
                || Files.isRegularFile(folder.resolve(DeftState.NAME));
    }

    private static boolean isOpen(Path run) throws IOException {
        Path state = run.resolve(DeftState.NAME);
        return !Files.isRegularFile(state) || DeftState.read(state).stopReason().isEmpty();
    }
}

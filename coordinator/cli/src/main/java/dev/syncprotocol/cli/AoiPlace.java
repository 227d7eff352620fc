package dev.syncprotocol.cli;

import dev.syncprotocol.aoi.preflight.RunList;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which workspace and which run of the inspection loop a call is about. */
final class AoiPlace {
    private static final String SPEC = "specs/baseline_spec.yaml";

    private AoiPlace() {}

    /** {@code --workspace}, else the current folder where it holds a specification, else {@code workspace} in the home folder. */
    static AoiWorkspace workspace(Invocation in) {
        if (in.workspaceOption() != null) {
            return new AoiWorkspace(in.workspaceOption());
        }
        Path home = Path.of(in.variable("HOME").orElse("."));
        return new AoiWorkspace(
                Files.isRegularFile(in.folder().resolve(SPEC)) ? in.folder() : home.resolve("workspace"));
    }

    /**
     * The same, for what needs a whole workspace.
     *
     * @throws SyncException {@code config_invalid} when no specification is there
     */
    static AoiWorkspace wholeWorkspace(Invocation in) {
        AoiWorkspace workspace = workspace(in);
        if (!Files.isRegularFile(workspace.baselineSpec())) {
            throw new SyncException(
                            ErrorCode.CONFIG_INVALID, "no workspace here: " + workspace.root() + " has no " + SPEC)
                    .withHint("name one with --workspace DIR, or make one")
                    .withNext("sync aoi demo-data boards");
        }
        return workspace;
    }

    /** The run that was named, by its folder or its id, or the newest. */
    static Path run(Invocation in, @Nullable String named) throws IOException {
        AoiWorkspace workspace = workspace(in);
        return RunList.chosen(workspace, Optional.ofNullable(named).map(run -> place(in, workspace, run)));
    }

    /** An id stands for the folder of that name below {@code results}, unless such a folder lies right here. */
    private static Path place(Invocation in, AoiWorkspace workspace, String named) {
        Path typed = in.path(named);
        Path byId = workspace.results().resolve(named);
        return !Files.isDirectory(typed) && Files.isDirectory(byId) ? byId : typed;
    }
}

package dev.syncprotocol.cli;

import dev.syncprotocol.aoi.preflight.RunList;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
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

    /** The run that was named, or the newest. */
    static Path run(Invocation in, @Nullable String named) throws IOException {
        return RunList.chosen(workspace(in), Optional.ofNullable(named).map(in::path));
    }
}

package dev.syncprotocol.coordinator.workspace;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@code sync init} did.
 *
 * @param workspace the workspace
 * @param created what was made, relative to the root, sorted; empty when everything was there
 * @param next safe commands that lead on
 */
public record WorkspaceInit(Workspace workspace, List<String> created, List<String> next) {
    public WorkspaceInit {
        created = List.copyOf(created);
        next = List.copyOf(next);
    }

    /**
     * Makes a workspace of a folder: a git repository if there is none around it, the settings, folders, and lines of
     * {@code .gitignore}. Never overwrites, and commits nothing.
     *
     * @param folder made if it is not there
     * @param config the settings to write; must equal the existing ones where there are some
     */
    public static WorkspaceInit run(Path folder, WorkspaceConfig config) throws java.io.IOException {
        throw new UnsupportedOperationException("being written");
    }
}

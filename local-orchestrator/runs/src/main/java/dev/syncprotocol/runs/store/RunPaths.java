package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The configured folders, as they are written in the configuration.
 *
 * @param outputRoot where runs are
 * @param registryDir where the registry is
 * @param bestDir the showcase itself (run-store.md C2)
 * @param mirrorDir the second copy, perhaps on another disk
 */
public record RunPaths(String outputRoot, String registryDir, String bestDir, Optional<String> mirrorDir) {
    static RunPaths of(JsonNode paths) {
        return new RunPaths(
                paths.get("output_root").textValue(),
                paths.get("registry_dir").textValue(),
                paths.get("best_dir").textValue(),
                Optional.ofNullable(paths.get("mirror_dir").textValue()));
    }

    /** Where nothing is configured. */
    static RunPaths standard(String task) {
        return new RunPaths("./experiments", "./registry", "./best/" + task + "-latest", Optional.empty());
    }

    /** Whether a relative path leads out of the folder it starts from, or a path is absolute. */
    static boolean leaves(String path) {
        Path typed = Path.of(path);
        return typed.isAbsolute() || typed.normalize().startsWith("..");
    }

    /**
     * A configured path below the workspace, links resolved.
     *
     * @throws SyncException {@link ErrorCode#PATH_REFUSED} when it leaves the workspace
     */
    static Path inside(Path workspace, String path) throws IOException {
        Path resolved = workspace.resolve(path).normalize();
        Path existing = resolved;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!resolved.startsWith(workspace) || !existing.toRealPath().startsWith(workspace.toRealPath())) {
            throw new SyncException(ErrorCode.PATH_REFUSED, path + " leaves the workspace");
        }
        return resolved;
    }
}

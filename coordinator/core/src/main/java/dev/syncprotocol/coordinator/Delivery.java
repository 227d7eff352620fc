package dev.syncprotocol.coordinator;

import dev.syncprotocol.protocol.digest.RepoPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Artifacts and the package that declares them, ready outside the workspace's own folders.
 *
 * @param folder a folder of this delivery alone, on the file system of the workspace; it holds the artifacts below
 *     {@code drafts/} at their own paths, and takes what they replace
 * @param paths the artifacts' paths, each a file or a folder
 * @param replaceable those of them whose place may hold an earlier delivery of the same party
 * @param packageFile where the package goes; nothing may lie there
 * @param syncPackage the package's bytes
 * @param why the reason to supersede the party's recorded package; empty where there is none
 */
public record Delivery(
        Path folder,
        List<RepoPath> paths,
        List<RepoPath> replaceable,
        RepoPath packageFile,
        byte[] syncPackage,
        Optional<String> why) {
    /** The folder of the artifacts, below {@link #folder}. */
    public static final String DRAFTS = "drafts";

    public Delivery {
        paths = List.copyOf(paths);
        replaceable = List.copyOf(replaceable);
        syncPackage = syncPackage.clone();
    }

    /** Where an artifact waits. */
    Path draft(RepoPath path) {
        return path.below(folder.resolve(DRAFTS));
    }
}

package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Optional;

/**
 * The state of the code at the start of a run, read from git by the caller; all empty where there is no git
 * (run-store.md section 14.1).
 *
 * @param commit 40 hex digits
 * @param branch the checked-out branch
 * @param dirty whether tracked files differ from the commit
 * @param diffSha256 digest of the difference
 * @param untrackedSha256 digest of the list of untracked files
 * @param version the nearest version tag
 */
public record CodeState(
        Optional<String> commit,
        Optional<String> branch,
        Optional<Boolean> dirty,
        Optional<String> diffSha256,
        Optional<String> untrackedSha256,
        Optional<String> version) {
    /** Where there is no git. */
    public static final CodeState NONE = new CodeState(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    ObjectNode tree() {
        return SyncJson.object()
                .put("commit_hash", commit.orElse(null))
                .put("branch", branch.orElse(null))
                .put("dirty", dirty.orElse(null))
                .put("diff_sha256", diffSha256.orElse(null))
                .put("untracked_sha256", untrackedSha256.orElse(null))
                .put("version", version.orElse(null));
    }

    static CodeState of(JsonNode node) {
        return new CodeState(
                text(node, "commit_hash"),
                text(node, "branch"),
                flag(node),
                text(node, "diff_sha256"),
                text(node, "untracked_sha256"),
                text(node, "version"));
    }

    /** A manifest repeats the commit and the dirty flag only. */
    static CodeState ofManifest(JsonNode node) {
        return new CodeState(
                text(node, "commit_hash"),
                Optional.empty(),
                flag(node),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<Boolean> flag(JsonNode node) {
        JsonNode dirty = node.path("dirty");
        return dirty.isBoolean() ? Optional.of(dirty.booleanValue()) : Optional.empty();
    }

    private static Optional<String> text(JsonNode node, String key) {
        return Optional.ofNullable(node.path(key).textValue());
    }
}

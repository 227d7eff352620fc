package dev.syncprotocol.protocol;

import dev.syncprotocol.protocol.digest.RepoPath;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What makes a need checkable; the prose in {@code desc} never decides (coordinator.md section 3).
 *
 * @param minFiles least number of files below a directory
 * @param minLines least number of non-blank lines of a file
 * @param minBytes least size in bytes
 * @param jsonSchema a schema inside the workspace that the file must satisfy
 * @param requiredKeys top-level keys the JSON file must have; empty = no demand
 * @param gate a preflight gate that must pass on it
 */
public record AcceptRules(
        OptionalInt minFiles,
        OptionalLong minLines,
        OptionalLong minBytes,
        Optional<RepoPath> jsonSchema,
        List<String> requiredKeys,
        Optional<String> gate) {
    /** No demand beyond being there. */
    public static final AcceptRules NONE = new AcceptRules(
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());

    public AcceptRules {
        requiredKeys = List.copyOf(requiredKeys);
    }
}

package dev.syncprotocol.protocol;

import dev.syncprotocol.protocol.digest.RepoPath;
import java.util.List;
import java.util.Optional;

/**
 * One item of {@code need_from_<party>}: what is wanted from the other side, where it must lie, and what makes it good.
 *
 * @param name unique within its package
 * @param path where it is looked for; a directory ends in {@code /}
 * @param desc prose for the other side; never decides
 * @param required whether the gate waits for it (default true)
 * @param accept the checkable part of the demand
 * @param alternative the smallest stand-in that runs, if the asking side names one
 */
public record ExternalNeed(
        String name,
        RepoPath path,
        String desc,
        boolean required,
        AcceptRules accept,
        Optional<Alternative> alternative) {

    /**
     * The smallest alternative that runs (seed 001 section 3).
     *
     * @param command argument list, no shell
     * @param produces where the stand-in will lie
     */
    public record Alternative(List<String> command, RepoPath produces) {
        public Alternative {
            command = List.copyOf(command);
        }
    }
}

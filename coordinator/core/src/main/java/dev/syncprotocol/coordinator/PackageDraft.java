package dev.syncprotocol.coordinator;

import dev.syncprotocol.protocol.SyncPackage;
import dev.syncprotocol.protocol.digest.RepoPath;
import java.util.List;

/**
 * The local party's package as far as it can be told from what is there.
 *
 * @param syncPackage declared outputs that exist, needs of the plan that are not satisfied yet
 * @param text the same as JSON, indented, to be edited and ingested
 * @param absent declared outputs that are not there, and so are left out
 * @param next safe commands that lead on
 */
public record PackageDraft(SyncPackage syncPackage, String text, List<RepoPath> absent, List<String> next) {
    public PackageDraft {
        absent = List.copyOf(absent);
        next = List.copyOf(next);
    }
}

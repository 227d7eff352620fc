package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.round.CommandResult;
import dev.syncprotocol.protocol.digest.RepoPath;
import java.util.Optional;

/**
 * What the local party reports of one command.
 *
 * @param command 1, 2 or 3
 * @param result done or failed
 * @param text a note, or why it failed; a failure needs one
 * @param log a log file of the workspace that shows it
 */
public record CommandReport(int command, CommandResult result, Optional<String> text, Optional<RepoPath> log) {
    /** A command that was carried out. */
    public static CommandReport done(int command) {
        return new CommandReport(command, CommandResult.DONE, Optional.empty(), Optional.empty());
    }

    /** A command that was not. */
    public static CommandReport failed(int command, String why) {
        return new CommandReport(command, CommandResult.FAILED, Optional.of(why), Optional.empty());
    }
}

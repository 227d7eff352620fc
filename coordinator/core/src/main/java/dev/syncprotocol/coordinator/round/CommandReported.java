package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Locale;
import java.util.Optional;

/**
 * The local party says how one of the three commands ended.
 *
 * @param round the round
 * @param by the local party
 * @param command 1, 2 or 3
 * @param result done or failed
 * @param text a note, or why it failed
 * @param log a log file that shows it
 */
public record CommandReported(
        RoundNumber round, Party by, int command, CommandResult result, Optional<String> text, Optional<Log> log)
        implements RoundEvent {
    /**
     * A log file as it lay when the report was recorded.
     *
     * @param path where
     * @param sha256 its digest then
     * @param bytes its size then
     */
    public record Log(RepoPath path, Sha256 sha256, long bytes) {}

    static CommandReported read(Fields fields) {
        return new CommandReported(
                fields.round("round"),
                fields.party("party"),
                fields.integer("command"),
                fields.word("result", CommandResult.class),
                fields.optionalText("text"),
                fields.optionalObject("log")
                        .map(log -> new Log(log.path("path"), log.digest("sha256"), log.longInteger("bytes"))));
    }

    @Override
    public EventKind kind() {
        return EventKind.COMMAND_REPORTED;
    }

    @Override
    public Optional<Party> party() {
        return Optional.of(by);
    }

    @Override
    public Trigger trigger(Round before) {
        return before.with(this).reported() == RoundPlan.COMMANDS
                ? Trigger.LAST_COMMAND_REPORTED
                : Trigger.COMMAND_REPORTED;
    }

    @Override
    public Round applyTo(Round before, RecordedEvent recorded) {
        return before.with(this);
    }

    @Override
    public String subject() {
        return "command " + command + " of round " + round + " " + result.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void write(ObjectNode node) {
        node.put("command", command);
        node.put("result", result.name().toLowerCase(Locale.ROOT));
        text.ifPresent(words -> node.put("text", words));
        log.ifPresent(file -> node.set("log", write(file)));
    }

    private static ObjectNode write(Log log) {
        ObjectNode node = SyncJson.object();
        node.put("path", log.path().value());
        node.put("sha256", log.sha256().hex());
        node.put("bytes", log.bytes());
        return node;
    }
}

package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.CommandReport;
import dev.syncprotocol.coordinator.CommandReporting;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.round.CommandResult;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sync command done}. */
@Command(
        name = "done",
        description = "Report a command of the open round as carried out.",
        footer = {"", "Example:", "  sync command done 2 --note \"config verified\""})
final class CommandDone implements Verb {
    @Parameters(paramLabel = "K", description = "1, 2 or 3")
    private int command;

    @Option(names = "--note", paramLabel = "TEXT", description = "what is worth saying")
    @Nullable
    private String note;

    @Option(names = "--log", paramLabel = "FILE", description = "a log file of the workspace that shows it")
    @Nullable
    private String log;

    @Override
    public Answer answer(Invocation in) throws IOException {
        Coordinator coordinator = Wiring.coordinator(in);
        Optional<RepoPath> file = log == null
                ? Optional.empty()
                : Optional.of(Typed.inside(coordinator.workspace().root(), in.folder(), log));
        CommandReport report = new CommandReport(command, CommandResult.DONE, Optional.ofNullable(note), file);
        return answer(coordinator.reportCommand(report), command, in.style());
    }

    /** What a report leads to, for {@code done} and {@code fail} alike. */
    static Answer answer(CommandReporting reporting, int command, Style style) {
        ObjectNode data = SyncJson.object();
        data.put("round", reporting.round().number().value());
        data.put("state", reporting.round().state().name());
        data.put("command", command);
        data.put("already_reported", reporting.alreadyReported());
        data.set("commands", RoundWords.commands(reporting.round()));
        Words words = new Words()
                .line("round " + reporting.round().number() + ", command " + command + ": "
                        + RoundWords.state(reporting.round().report(command))
                        + (reporting.alreadyReported() ? " (was reported before)" : ""));
        RoundWords.brief(reporting.round(), words, style);
        return new Answer("sync.command/1", data, words.text(), reporting.next());
    }
}

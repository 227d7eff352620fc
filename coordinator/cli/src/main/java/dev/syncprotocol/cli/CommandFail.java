package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.CommandReport;
import dev.syncprotocol.coordinator.Coordinator;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sync command fail}. */
@Command(
        name = "fail",
        description = "Report a command of the open round as failed, with the reason.",
        footer = {"", "Example:", "  sync command fail 3 --why \"loss was NaN at step 12\""})
final class CommandFail implements Verb {
    @Parameters(paramLabel = "K", description = "1, 2 or 3")
    private int command;

    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "the reason")
    private String why = "";

    @Override
    public Answer answer(Invocation in) throws IOException {
        Coordinator coordinator = Wiring.coordinator(in);
        return CommandDone.answer(coordinator.reportCommand(CommandReport.failed(command, why)), command, in.style());
    }
}

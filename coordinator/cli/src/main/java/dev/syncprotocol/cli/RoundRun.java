package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.CommandReport;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.round.CommandResult;
import dev.syncprotocol.coordinator.round.CommandState;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code sync round run}: carry out the commands that have a run line, in order; stop at the first failure. */
@Command(
        name = "run",
        description = {
            "Carry out the open round's commands that have a run line.",
            "In order; stops at the first failure; reports each."
        },
        footer = {"", "Example:", "  sync round run"})
final class RoundRun implements Verb {
    @Override
    public Answer answer(Invocation in) throws IOException {
        Coordinator coordinator = Wiring.coordinator(in);
        Round round = RoundShow.current(coordinator);
        ArrayNode results = SyncJson.object().arrayNode();
        Words words = new Words();
        for (CommandState command : round.commands()) {
            carryOut(command, coordinator, in, results, words);
        }
        Round after = coordinator.round(round.number());
        ObjectNode data = SyncJson.object();
        data.put("round", after.number().value());
        data.put("state", after.state().name());
        data.set("results", results);
        return new Answer(
                "sync.round-run/1", data, words.text(), coordinator.status().next());
    }

    private static void carryOut(
            CommandState command, Coordinator coordinator, Invocation in, ArrayNode results, Words words)
            throws IOException {
        int id = command.directive().id();
        ObjectNode result = results.addObject()
                .put("id", id)
                .put("title", command.directive().title());
        boolean done = command.report()
                .filter(report -> report.result() == CommandResult.DONE)
                .isPresent();
        if (done || command.directive().run().isEmpty()) {
            String state = done ? "done before" : "has no run line";
            result.put("state", state.replace(' ', '_'));
            words.line(in.style().dim("– " + id + "  " + command.directive().title() + ": " + state));
            return;
        }
        DirectiveRun run = DirectiveRun.carryOut(
                command.directive(),
                RoundShow.current(coordinator).number(),
                coordinator.workspace().root(),
                in);
        report(run, id, coordinator);
        result.put("state", run.exit() == 0 ? "done" : "failed")
                .put("exit_code", run.exit())
                .put("log", run.log().value());
        words.line((run.exit() == 0 ? in.style().good("✔") : in.style().bad("✘")) + " " + id + "  "
                + command.directive().title() + "  " + in.style().dim(run.log().value()));
        if (run.exit() != 0) {
            throw failed(run, id);
        }
    }

    private static void report(DirectiveRun run, int id, Coordinator coordinator) throws IOException {
        CommandResult result = run.exit() == 0 ? CommandResult.DONE : CommandResult.FAILED;
        Optional<String> why = run.exit() == 0 ? Optional.empty() : Optional.of("exit code " + run.exit());
        coordinator.reportCommand(new CommandReport(id, result, why, Optional.of(run.log())));
    }

    private static SyncException failed(DirectiveRun run, int id) {
        return new SyncException(
                ErrorCode.COMMAND_FAILED,
                "command " + id + " ended with exit code " + run.exit() + "; the commands after it were not started",
                null,
                "its output is in " + run.log(),
                List.of(),
                List.of("sync round run", "sync failpack"));
    }
}

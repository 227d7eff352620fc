package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.round.CommandReported;
import dev.syncprotocol.coordinator.round.CommandResult;
import dev.syncprotocol.coordinator.round.CommandState;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Optional;

/** A round and its commands, as trees and in words. */
final class RoundWords {
    private RoundWords() {}

    static ObjectNode tree(Round round) {
        ObjectNode node = SyncJson.object();
        node.put("round", round.number().value());
        node.put("title", round.plan().title());
        node.put("state", round.state().name());
        node.put("opened_at", round.openedAt().toString());
        ArrayNode commands = commands(round);
        for (int i = 0; i < commands.size(); i++) {
            var directive = round.plan().commands().get(i);
            ObjectNode command = (ObjectNode) commands.get(i);
            command.put("instruction", directive.instruction());
            command.set("run", Trees.texts(directive.run()));
            command.set(
                    "produces",
                    Trees.texts(
                            directive.produces().stream().map(out -> out.path()).toList()));
        }
        node.set("commands", commands);
        return node;
    }

    static ArrayNode commands(Round round) {
        ArrayNode list = SyncJson.object().arrayNode();
        for (CommandState command : round.commands()) {
            list.addObject()
                    .put("id", command.directive().id())
                    .put("title", command.directive().title())
                    .put("state", state(command.report()));
        }
        return list;
    }

    static String state(Optional<CommandReported> report) {
        return report.map(CommandReported::result).map(Trees::word).orElse("open");
    }

    /** The three commands with their instructions. */
    static void tell(Round round, Words words, Style style) {
        words.line(style.bold("Round " + round.number() + " · " + round.plan().title()) + "  "
                + style.dim(round.state().name()));
        for (CommandState command : round.commands()) {
            words.blank();
            words.line(mark(command, style) + " "
                    + style.bold(command.directive().id() + ") "
                            + command.directive().title()));
            command.directive().instruction().stripTrailing().lines().forEach(line -> words.line("   " + line));
        }
    }

    /** One line a command. */
    static void brief(Round round, Words words, Style style) {
        for (CommandState command : round.commands()) {
            words.line("  " + mark(command, style) + " " + command.directive().id() + "  "
                    + command.directive().title());
        }
    }

    private static String mark(CommandState command, Style style) {
        return command.report()
                .map(report -> report.result() == CommandResult.DONE ? style.good("✔") : style.bad("✘"))
                .orElse(style.dim("○"));
    }
}

package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.round.Round;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync round abandon}: give the current round up, with the reason. */
@Command(
        name = "abandon",
        description = "Give the current round up; its own open needs lapse.",
        footer = {"", "Example:", "  sync round abandon --why \"wrong base model; starting over\""})
final class RoundAbandon implements Verb {
    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "the reason")
    private String why = "";

    @Override
    public Answer answer(Invocation in) throws IOException {
        Round round = Wiring.coordinator(in).abandonRound(why);
        String words = "round " + round.number() + " is "
                + in.style().bold(round.state().name()) + "; what was recorded stays recorded";
        return new Answer("sync.round/1", RoundWords.tree(round), words, List.of("sync round next"));
    }
}

package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sync round show}. */
@Command(
        name = "show",
        description = "Show a round and its three commands.",
        footer = {"", "Example:", "  sync round show 1"})
final class RoundShow implements Verb {
    @Parameters(arity = "0..1", paramLabel = "N", description = "the round (default: the current one)")
    @Nullable
    private Integer number;

    @Override
    public Answer answer(Invocation in) throws IOException {
        Coordinator coordinator = Wiring.coordinator(in);
        Round round = number == null ? current(coordinator) : coordinator.round(Typed.round(number));
        Words words = new Words();
        RoundWords.tell(round, words, in.style());
        return new Answer("sync.round/1", RoundWords.tree(round), words.text(), List.of("sync status"));
    }

    /** The current round; a refusal before the first. */
    static Round current(Coordinator coordinator) throws IOException {
        return coordinator
                .currentRound()
                .orElseThrow(() ->
                        new SyncException(ErrorCode.TOO_EARLY, "no round is open yet").withNext("sync round next"));
    }
}

package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code sync round list}. */
@Command(
        name = "list",
        description = "List every round, oldest first.",
        footer = {"", "Example:", "  sync round list"})
final class RoundList implements Verb {
    @Override
    public Answer answer(Invocation in) throws IOException {
        List<Round> rounds = Wiring.coordinator(in).rounds();
        ObjectNode data = SyncJson.object();
        ArrayNode list = data.putArray("rounds");
        Words words = new Words();
        for (Round round : rounds) {
            list.addObject()
                    .put("round", round.number().value())
                    .put("state", round.state().name())
                    .put("title", round.plan().title())
                    .put("opened_at", round.openedAt().toString())
                    .put("records", round.records().events());
            words.line(String.format(
                    "%4d  %-9s  %s",
                    round.number().value(), round.state(), round.plan().title()));
        }
        if (rounds.isEmpty()) {
            words.line("no round yet");
        }
        return new Answer(
                "sync.rounds/1", data, words.text(), List.of("sync round " + (rounds.isEmpty() ? "next" : "show")));
    }
}

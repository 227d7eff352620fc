package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.readiness.NeedState;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync needs}: every need in play, looked at now. */
@Command(
        name = "needs",
        description = "Show the needs in play: open, satisfied, changed.",
        footer = {"", "Example:", "  sync needs --for gemini"})
final class Needs implements Verb {
    @Option(names = "--for", paramLabel = "PARTY", description = "only what is asked of this party")
    @Nullable
    private String party;

    @Override
    public Answer answer(Invocation in) throws IOException {
        Optional<Party> asked = Optional.ofNullable(party).map(Typed::party);
        List<NeedCheck> needs = Wiring.coordinator(in).needs(asked);
        ObjectNode data = SyncJson.object();
        ArrayNode list = data.putArray("needs");
        Words words = new Words();
        for (NeedCheck check : needs) {
            String asking = "local";
            ObjectNode tree = Trees.need(check);
            tree.set("desc", Trees.untrusted(asking, check.asked().need().desc()));
            list.add(tree);
            NeedWords.tell(check, words, in.style());
            words.wrapped("      ", "asks: " + dev.syncprotocol.protocol.json.ShownText.clean(check.asked().need().desc()));
        }
        if (needs.isEmpty()) {
            words.line("no needs" + asked.map(who -> " asked of " + who).orElse(""));
        }
        return new Answer("sync.needs/1", data, words.text(), next(needs));
    }

    private static List<String> next(List<NeedCheck> needs) {
        boolean open = needs.stream().anyMatch(check -> check.state() != NeedState.SATISFIED);
        return List.of(open ? "sync ingest PACKAGE.json" : "sync explain");
    }
}

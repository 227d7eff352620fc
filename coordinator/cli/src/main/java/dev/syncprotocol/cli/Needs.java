package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.readiness.NeedState;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.ShownText;
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
        description = "Show the needs in play: open, satisfied, degraded, changed.",
        subcommands = RunAlternative.class,
        footer = {"", "Example:", "  sync needs --for gemini", "  sync needs --for gemini --as message --lang zh"})
final class Needs implements Verb {
    @Option(names = "--for", paramLabel = "PARTY", description = "only what is asked of this party")
    @Nullable
    private String party;

    @Option(names = "--as", paramLabel = "FORM", description = "message: the text to forward to that party")
    @Nullable
    private Form form;

    @Option(
            names = "--lang",
            paramLabel = "LANG",
            defaultValue = "en",
            description = "language of the message: en or zh (default: en)")
    private NeedsMessage language = NeedsMessage.EN;

    /** How the needs are told. */
    enum Form {
        MESSAGE
    }

    @Override
    public Answer answer(Invocation in) throws IOException {
        Optional<Party> asked = Optional.ofNullable(party).map(Typed::party);
        Coordinator coordinator = Wiring.coordinator(in);
        List<NeedCheck> needs = coordinator.needs(asked);
        return form == Form.MESSAGE ? message(coordinator, asked, needs) : list(asked, needs, in);
    }

    private Answer message(Coordinator coordinator, Optional<Party> asked, List<NeedCheck> needs) throws IOException {
        Party to = asked.orElseThrow(() -> new SyncException(ErrorCode.USAGE, "--as message needs --for PARTY")
                .withNext("sync needs --for gemini --as message"));
        String text = language.text(to, RoundShow.current(coordinator).number(), needs);
        ObjectNode data = SyncJson.object();
        data.set("needs", list(needs));
        data.put("message", text);
        return new Answer("sync.needs/1", data, text, next(needs), Answer.Form.DOCUMENT);
    }

    private static ArrayNode list(List<NeedCheck> needs) {
        ArrayNode list = SyncJson.object().arrayNode();
        needs.forEach(check -> {
            ObjectNode tree = Trees.need(check);
            tree.set(
                    "desc", Trees.untrusted("asking party", check.asked().need().desc()));
            list.add(tree);
        });
        return list;
    }

    private static Answer list(Optional<Party> asked, List<NeedCheck> needs, Invocation in) {
        ObjectNode data = SyncJson.object();
        data.set("needs", list(needs));
        Words words = new Words();
        for (NeedCheck check : needs) {
            NeedWords.tell(check, words, in.style());
            words.wrapped("      asks: ", ShownText.clean(check.asked().need().desc()));
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

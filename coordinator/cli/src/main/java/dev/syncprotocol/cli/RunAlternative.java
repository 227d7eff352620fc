package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.AlternativeOutcome;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.protocol.json.ShownText;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sync needs run-alternative}: make the stand-in for a need (coordinator.md section 6). */
@Command(
        name = "run-alternative",
        description = {
            "Make the stand-in the local package names for a need.",
            "It satisfies nothing: only a config with gate.allow_degraded: true",
            "starts on it, and its launch is marked degraded."
        },
        footer = {"", "Example:", "  sync needs run-alternative seed_data"})
final class RunAlternative implements Verb {
    @Parameters(paramLabel = "NAME", description = "the need")
    private String need = "";

    @Override
    public Answer answer(Invocation in) throws IOException {
        Coordinator coordinator = Wiring.coordinator(in);
        Path root = coordinator.workspace().root();
        AlternativeOutcome outcome =
                coordinator.runAlternative(need, (command, log) -> DirectiveRun.run(command, log, root, in));
        return new Answer("sync.alternative/1", data(outcome), words(outcome, in.style()), outcome.next());
    }

    private static ObjectNode data(AlternativeOutcome outcome) {
        ObjectNode data = SyncJson.object();
        data.put("need", outcome.standIn().need());
        data.put("round", outcome.standIn().round().value());
        data.put("path", outcome.standIn().path().value());
        data.put("sha256", outcome.standIn().sha256().hex());
        data.put("bytes", outcome.standIn().bytes());
        data.put("record", outcome.record());
        data.put("already_made", outcome.alreadyMade());
        data.put("log", outcome.log().map(Object::toString).orElse(null));
        return data;
    }

    private static String words(AlternativeOutcome outcome, Style style) {
        Words words = new Words();
        words.line(style.wait("degraded") + ": "
                + style.bold(ShownText.clean(outcome.standIn().need())) + "  "
                + outcome.standIn().path() + "  "
                + style.dim("record " + outcome.record() + ", "
                        + outcome.standIn().sha256().abbreviated()));
        words.line(outcome.alreadyMade() ? "made before and unchanged; nothing was run" : "made just now");
        return words.wrapped("", "a stand-in satisfies no need; it expires when the artifact itself arrives")
                .text();
    }
}

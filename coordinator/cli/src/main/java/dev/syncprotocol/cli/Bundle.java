package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync bundle}: the round's deliverables of seed 001 section 4, in a new folder. */
@Command(
        name = "bundle",
        description = "Collect the round's deliverables in a new folder, with digests.",
        footer = {"", "Example:", "  sync bundle --round 1"})
final class Bundle implements Verb {
    @Option(names = "--round", paramLabel = "N", description = "the round (default: the current one)")
    @Nullable
    private Integer number;

    @Override
    public Answer answer(Invocation in) throws IOException {
        Coordinator coordinator = Wiring.coordinator(in);
        Round round = number == null ? RoundShow.current(coordinator) : coordinator.round(Typed.round(number));
        Path root = coordinator.workspace().root();
        RoundBundle.Result bundle = RoundBundle.write(root, round, in.clock());
        String folder = root.relativize(bundle.folder()).toString();
        ObjectNode data = SyncJson.object();
        data.put("round", round.number().value());
        data.put("folder", folder);
        data.set("files", Trees.texts(bundle.written()));
        data.set("missing", Trees.texts(bundle.missing()));
        Words words = new Words()
                .line("bundle of round " + round.number() + ": " + in.style().bold(folder));
        bundle.written().forEach(name -> words.line("  " + in.style().good("+") + " " + name));
        bundle.missing().forEach(name -> words.line("  " + in.style().wait("not there: ") + name));
        return new Answer("sync.bundle/1", data, words.text(), List.of("sha256sum -c --strict SHA256SUMS"));
    }
}

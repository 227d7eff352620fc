package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.data.MinimalData;
import dev.syncprotocol.training.scaffold.Scaffold;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync train scaffold}: the skeleton of seed 001 section 7, never overwriting. */
@Command(
        name = "scaffold",
        description = "Write what is missing of the training skeleton: folders, configs, tiny model, data.",
        footer = {"", "Example:", "  sync train scaffold"})
final class TrainScaffold implements Verb {
    @Option(names = "--seed", paramLabel = "N", description = "seed of the generated data (default: 20250823)")
    private long seed = MinimalData.DEFAULT.seed();

    @Override
    public Answer answer(Invocation in) throws IOException {
        Scaffold.Result made = Scaffold.write(Wiring.root(in), seed);
        ObjectNode data = SyncJson.object();
        data.set("written", Trees.texts(made.written()));
        data.set("kept", Trees.texts(made.kept()));
        return new Answer(
                "sync.scaffold/1",
                data,
                words(made.written(), made.kept(), in.style()),
                List.of("sync train verify --config configs/train_min.yaml"));
    }

    /** What was written and what was there, one line each. */
    static String words(List<String> written, List<String> kept, Style style) {
        Words words = new Words();
        written.forEach(path -> words.line("  " + style.good("+") + " " + path));
        kept.forEach(path -> words.line("    " + style.dim(path + " (was there, kept)")));
        return words.text();
    }
}

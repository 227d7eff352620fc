package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync runs recover}: goes on with what was killed, and registers final runs the registry lost. */
@Command(
        name = "recover",
        description = "Go on with a finish or a cleanup that was killed.",
        footer = {"", "Example:", "  sync runs recover --all"})
final class RunsRecover implements Verb {
    @Option(
            names = {"--exp-dir", "--exp_dir"},
            paramLabel = "DIR",
            description = "one run's folder")
    @Nullable
    private String folder;

    @Option(names = "--all", description = "every run")
    private boolean all;

    @Override
    public Answer answer(Invocation in) throws IOException {
        if (all == (folder != null)) {
            throw new SyncException(ErrorCode.USAGE, "give --exp-dir or --all");
        }
        RunStore store = StoreDoor.store(in);
        List<String> done = new ArrayList<>();
        for (Path run : chosen(in, store)) {
            store.recover(run).ifPresent(done::add);
        }
        Words words = new Words();
        done.forEach(words::line);
        if (done.isEmpty()) {
            words.line("nothing to recover");
        }
        ObjectNode data = SyncJson.object();
        data.set("recovered", Trees.texts(done));
        return new Answer("sync.runs-recover/1", data, words.text(), List.of("sync runs list"));
    }

    private List<Path> chosen(Invocation in, RunStore store) throws IOException {
        if (folder != null) {
            return List.of(StoreDoor.run(in, folder));
        }
        List<Path> runs = new ArrayList<>();
        // Oldest first: the registry is rebuilt in the order the runs were made.
        List<String> ids = new ArrayList<>(store.ids());
        Collections.reverse(ids);
        for (String id : ids) {
            runs.add(store.folder(id));
        }
        return runs;
    }
}

package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.RunStore;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private StorePlaceOptions places = new StorePlaceOptions();

    @Override
    public Answer answer(Invocation in) throws IOException {
        if (all == (folder != null)) {
            throw new SyncException(ErrorCode.USAGE, "give --exp-dir or --all");
        }
        RunStore store = StoreDoor.store(in, places.places());
        List<String> done = folder == null
                ? store.recoverAll()
                : store.recover(StoreDoor.run(in, folder)).stream().toList();
        Words words = new Words();
        done.forEach(words::line);
        if (done.isEmpty()) {
            words.line("nothing to recover");
        }
        ObjectNode data = SyncJson.object();
        data.set("recovered", Trees.texts(done));
        return new Answer("sync.runs-recover/1", data, words.text(), List.of("sync runs list"));
    }
}

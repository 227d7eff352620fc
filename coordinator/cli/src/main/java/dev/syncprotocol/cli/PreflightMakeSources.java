package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.build.MadeUpSources;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync preflight make-sources}: source items of our own, for a workspace without published data. */
@Command(
        name = "make-sources",
        description = "Write made-up source items of three tasks; each says so. Same seed, same bytes.",
        footer = {"", "Example:", "  sync preflight make-sources --train 4000 --eval 100"})
final class PreflightMakeSources implements Verb {
    @Option(names = "--seed", paramLabel = "N", description = "same seed, same bytes (default: 20250820)")
    private long seed = 20_250_820L;

    @Option(names = "--train", paramLabel = "N", description = "items a task to build from (default: 10000)")
    private int train = 10_000;

    @Option(names = "--eval", paramLabel = "N", description = "items a task held out (default: 200)")
    private int eval = 200;

    @Option(names = "--sources", paramLabel = "DIR", description = "where they go (default: data/sources)")
    private String sources = Rc1Paths.SOURCES;

    @Override
    public Answer answer(Invocation in) throws IOException {
        if (train < 1 || eval < 1) {
            throw new SyncException(ErrorCode.USAGE, "--train and --eval are at least 1");
        }
        Path folder = StoreDoor.root(in).resolve(sources);
        if (Files.exists(folder)) {
            throw new SyncException(ErrorCode.USAGE, sources + " is there; source items are never overwritten");
        }
        Map<String, Integer> written = new MadeUpSources(seed, train, eval).write(folder);
        List<String> paths = new ArrayList<>();
        for (String task : written.keySet()) {
            paths.add(sources + "/" + task + "/train.jsonl");
            paths.add(sources + "/" + task + "/eval.jsonl");
        }
        ObjectNode data =
                SyncJson.object().put("command", "make-sources").put("items", (train + eval) * written.size());
        data.set("written", Trees.texts(paths));
        data.set("kept", Trees.texts(List.of()));
        Words words = new Words();
        paths.forEach(words::line);
        return new Answer("sync.preflight-files/1", data, words.text(), List.of("sync preflight build-pool --n 10000"));
    }
}

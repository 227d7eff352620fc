package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.data.MinimalData;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync data make-min}: the smallest data sets (S3-4.3, S3-4.4). */
@Command(
        name = "make-min",
        description = "Write data/train_min.jsonl and data/eval_min.jsonl where they are missing.",
        footer = {"", "Example:", "  sync data make-min --train 200"})
final class DataMakeMin implements Verb {
    @Option(names = "--seed", paramLabel = "N", description = "same seed, same bytes (default: 20250823)")
    private long seed = MinimalData.DEFAULT.seed();

    @Option(names = "--train", paramLabel = "N", description = "rows to learn from (default: 100)")
    private int train = MinimalData.DEFAULT.trainRows();

    @Option(names = "--eval", paramLabel = "N", description = "rows to measure on (default: 30)")
    private int eval = MinimalData.DEFAULT.evalRows();

    @Override
    public Answer answer(Invocation in) throws IOException {
        if (train < 1 || eval < 1) {
            throw new SyncException(ErrorCode.USAGE, "--train and --eval are at least 1");
        }
        MinimalData.Result made = new MinimalData(seed, train, eval).writeMissing(Wiring.root(in));
        ObjectNode data = SyncJson.object();
        data.set("written", Trees.texts(made.written()));
        data.set("kept", Trees.texts(made.kept()));
        String words = TrainScaffold.words(made.written(), made.kept(), in.style());
        return new Answer("sync.make-min/1", data, words, List.of("sync round run"));
    }
}

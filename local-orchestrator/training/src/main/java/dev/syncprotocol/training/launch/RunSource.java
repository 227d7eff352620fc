package dev.syncprotocol.training.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.LoadedConfig;
import dev.syncprotocol.training.StrategyProvider;
import dev.syncprotocol.training.TrainConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The specification of the run that a training configuration asks for (run-store.md section 8.1): a launch is a run. The
 * whole training configuration stands in it under {@code train.hyper}, which is where the engine reads it from.
 *
 * @param loaded the training configuration
 * @param strategy of it
 * @param rows how many rows the training data has
 * @param train digest of the training data
 * @param eval digest of the evaluation data
 */
public record RunSource(LoadedConfig loaded, StrategyProvider strategy, long rows, Sha256 train, Sha256 eval) {
    /** Columns every trainer writes beside the mandatory ones. */
    static final List<String> COLUMNS = List.of("lr", "grad_norm", "tokens_per_s");

    /** The key of the training configuration below {@code train.hyper}. */
    static final String TRAIN_CONFIG = "train_config";

    private static final int MOST_ROWS = 1000;

    /** The specification as JSON. */
    public byte[] bytes() {
        ObjectNode tree = SyncJson.object();
        tree.putObject("experiment")
                .put("name", name())
                .put("seed", loaded.config().run().seed());
        data(tree.putObject("data"));
        tree.putObject("model").put("arch", loaded.config().model().base());
        train(tree.putObject("train"));
        metrics(tree.putObject("metrics"));
        tree.putObject("logging").put("csv_interval", interval()).put("tensorboard", tensorboard());
        return SyncJson.pretty(tree).getBytes(StandardCharsets.UTF_8);
    }

    /** The configuration's file name without its ending; it names the run and its showcase. */
    private String name() {
        String file = loaded.source().substring(loaded.source().lastIndexOf('/') + 1);
        return file.replaceFirst("\\.[^.]+$", "");
    }

    private void data(ObjectNode data) {
        TrainConfig.Data wanted = loaded.config().data();
        data.put("dataset", wanted.trainPath().value()).put("version", train.prefixed());
        data.putObject("params")
                .put("eval", wanted.evalPath().value())
                .put("eval_version", eval.prefixed())
                .put("rows", rows);
    }

    private void train(ObjectNode train) {
        TrainConfig config = loaded.config();
        long wanted = (long) config.run().maxSteps() * config.rowsPerStep();
        train.put("epochs", Math.max(1, (wanted + rows - 1) / Math.max(1, rows)))
                .put("batch_size", config.rowsPerStep())
                .put("lr", config.engine().lr())
                .put("save_every_n", config.run().saveSteps())
                .put("save_unit", "step")
                .put("keep_last_k", config.run().keepLastK())
                .put("keep_best", true);
        train.putObject("hyper")
                .put("train_config_path", loaded.source())
                .set(TRAIN_CONFIG, LockedConfig.write(loaded));
    }

    private void metrics(ObjectNode metrics) {
        RunGoal goal = RunGoal.of(loaded.config(), strategy);
        metrics.put("primary", goal.metric()).put("mode", goal.larger() ? "max" : "min");
        List<String> extra = new ArrayList<>(COLUMNS);
        extra.addAll(strategy.figures());
        extra.forEach(metrics.putArray("extra")::add);
    }

    /** Every step of a short run is a row; a long one has about a thousand, and each evaluation. */
    private int interval() {
        return (loaded.config().run().maxSteps() + MOST_ROWS - 1) / MOST_ROWS;
    }

    private boolean tensorboard() {
        return !loaded.config().callbacks().contains("-tensorboard");
    }
}

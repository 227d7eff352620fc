package dev.syncprotocol.training.callback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.StepReport;
import dev.syncprotocol.training.TrainConfig;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * The run so far in the form of the transformers Trainer's {@code trainer_state.json}, so that existing viewers open
 * our runs (CK-7). Holds no time of day: two equal runs have equal states.
 */
final class TrainerState {
    private final ObjectNode tree;

    private TrainerState(ObjectNode tree) {
        this.tree = tree;
    }

    static TrainerState begin(TrainConfig config) {
        ObjectNode tree = SyncJson.object()
                .put("best_global_step", (Integer) null)
                .put("best_metric", (Double) null)
                .put("best_model_checkpoint", (String) null)
                .put("epoch", 0.0)
                .put("eval_steps", config.run().evalSteps())
                .put("global_step", 0)
                .put("is_hyper_param_search", false)
                .put("is_local_process_zero", true)
                .put("is_world_process_zero", true);
        tree.putArray("log_history");
        tree.put("logging_steps", 1)
                .put("max_steps", config.run().maxSteps())
                .put("num_input_tokens_seen", 0L)
                .put("num_train_epochs", 0)
                .put("save_steps", config.run().saveSteps())
                .put("total_flos", 0.0)
                .put("train_batch_size", config.data().batchSize());
        tree.putObject("stateful_callbacks");
        return new TrainerState(tree);
    }

    static TrainerState goOn(JsonNode saved, TrainConfig config) {
        ObjectNode tree = saved.deepCopy();
        tree.put("eval_steps", config.run().evalSteps())
                .put("save_steps", config.run().saveSteps());
        return new TrainerState(tree);
    }

    void add(StepReport report) {
        double epoch = report.position().epochs();
        tree.put("epoch", epoch)
                .put("global_step", report.step())
                .put(
                        "num_input_tokens_seen",
                        tree.path("num_input_tokens_seen").longValue()
                                + report.stats().tokens())
                .put("num_train_epochs", (long) Math.ceil(epoch));
        tree.withArray("log_history")
                .addObject()
                .put("epoch", epoch)
                .put("grad_norm", report.stats().gradNorm())
                .put("learning_rate", report.stats().learningRate())
                .put("loss", report.stats().loss())
                .put("step", report.step());
    }

    /** An evaluation; the best so far is the one with the smallest loss, the first of equals. */
    void evaluated(long step, double loss) {
        JsonNode best = tree.path("best_metric");
        if (best.isNull() || loss < best.doubleValue()) {
            tree.put("best_metric", loss).put("best_global_step", step);
        }
        tree.withArray("log_history")
                .addObject()
                .put("epoch", tree.path("epoch").doubleValue())
                .put("eval_loss", loss)
                .put("step", step);
    }

    /** The step of the last evaluation it knows; 0 before the first. */
    long lastEvaluation() {
        long last = 0;
        for (JsonNode entry : tree.path("log_history")) {
            last = entry.has("eval_loss") ? entry.path("step").asLong() : last;
        }
        return last;
    }

    /**
     * The state as it goes into a checkpoint.
     *
     * @param saved the checkpoint of a step, where it is a save point
     */
    ObjectNode tree(LongFunction<Optional<String>> saved) {
        ObjectNode copy = tree.deepCopy();
        JsonNode best = tree.path("best_global_step");
        return copy.put(
                "best_model_checkpoint",
                best.isNull() ? null : saved.apply(best.asLong()).orElse(null));
    }
}

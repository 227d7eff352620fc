package dev.syncprotocol.aoi.handoff;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;

/**
 * {@code best_model_inference_spec.yaml} (specification §8.11): {@code model} and {@code dataset.classify} as the checkpoint was trained
 * with, so that what loads is what was trained; the consumer sets four fields and nothing else.
 */
final class InferenceSpec {
    /** Where a container finds the weights. */
    private static final String MOUNT = "/model/best.pth";

    private InferenceSpec() {}

    /** The document; {@code checkpoint} is its path on this machine, which a container mounts. */
    static ObjectNode of(SpecDocument training, String engine, String checkpoint, double threshold) {
        ObjectNode trained = training.tree();
        ObjectNode spec = SyncJson.object()
                .put("encryption_key", trained.path("encryption_key").asText("tlt_encode"))
                .put("task", trained.path("task").asText("classify"))
                .put("results_dir", "");
        // TAO rebuilds its criterion on load and asserts that loss and difference module fit.
        spec.withObject("/train/classify")
                .put("loss", trained.at("/train/classify/loss").asText("ce"));
        spec.set("model", trained.path("model").deepCopy());
        spec.withObject("/model/classify").put("eval_margin", StoredThreshold.shortest(threshold));
        spec.withObject("/dataset")
                .set("classify", trained.at("/dataset/classify").deepCopy());
        rows(spec.withObject("/dataset/classify"));
        spec.putObject("inference")
                .put("checkpoint", engine.equals("tao") ? MOUNT : checkpoint)
                .put("batch_size", 1)
                .put("results_dir", "");
        return spec;
    }

    private static void rows(ObjectNode classify) {
        classify.remove(List.of("train_dataset", "validation_dataset", "test_dataset"));
        classify.putObject("infer_dataset").put("csv_path", "").put("images_dir", "");
        classify.put("batch_size", 1).put("workers", 1);
        if (classify.path("augmentation_config").isObject()) {
            classify.withObject("/augmentation_config").put("augment", false);
        }
    }
}

package dev.syncprotocol.aoi.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.nio.file.Path;
import java.util.Optional;

/** The effective specification of a phase: the baseline document is never rewritten, each phase gets its own (decisions A2, A6). */
public final class SpecDerivation {
    private SpecDerivation() {}

    /**
     * Derives a phase's specification.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code config_invalid} when a rule of §7.2 is broken
     */
    public static EffectiveSpec derive(SpecDocument baseline, PhaseOverrides phase) {
        ObjectNode tree = baseline.tree();
        results(tree, phase);
        train(tree.withObject("/train"), phase);
        tables(tree.withObject("/dataset/classify"), phase);
        put(tree.withObject("/model/backbone"), "pretrained_backbone_path", phase.backboneFile());
        ObjectNode resolved = Interpolation.resolve(tree);
        return new EffectiveSpec(resolved, SyncJson.yaml(resolved), baseline.typed(resolved));
    }

    private static void results(ObjectNode tree, PhaseOverrides phase) {
        tree.put("results_dir", phase.phaseDir().toString());
        task(tree.withObject("/evaluate"), phase.phaseDir().resolve("evaluate"));
        task(tree.withObject("/inference"), phase.phaseDir().resolve("inference"));
        ObjectNode export = tree.withObject("/export");
        task(export, phase.phaseDir().resolve("export"));
        export.remove("trt_engine");
        export.put("onnx_file", "");
    }

    private static void task(ObjectNode block, Path results) {
        block.put("checkpoint", "");
        block.put("trt_engine", "");
        block.put("results_dir", results.toString());
    }

    private static void train(ObjectNode train, PhaseOverrides phase) {
        train.putNull("resume_training_checkpoint_path");
        put(train, "pretrained_model_path", phase.startCheckpoint());
        train.put("results_dir", phase.phaseDir().resolve("train").toString());
        phase.epochs().ifPresent(epochs -> train.put("num_epochs", epochs));
    }

    private static void tables(ObjectNode classify, PhaseOverrides phase) {
        table(classify, "train_dataset", phase.training());
        table(classify, "validation_dataset", phase.validation());
        table(classify, "test_dataset", phase.test());
        table(classify, "infer_dataset", phase.inference());
        phase.batchSize().ifPresent(size -> classify.put("batch_size", size));
    }

    private static void table(ObjectNode classify, String name, TableLocation table) {
        classify.putObject(name).put("csv_path", table.csvPath()).put("images_dir", table.imagesDir());
    }

    private static void put(ObjectNode block, String key, Optional<Path> path) {
        block.put(key, path.map(Path::toString).orElse(null));
    }
}

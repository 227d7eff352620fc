package dev.syncprotocol.aoi.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The keys of a specification an engine does not honour: listed before a run, never dropped quietly (specification §7.2, check P16). */
public final class IgnoredKeys {
    /** Honoured by the embedded engine, and the folders the loop sets for it. */
    private static final Set<String> EMBEDDED = Set.of(
            "task",
            "results_dir",
            "train.pretrained_model_path",
            "train.num_epochs",
            "train.validation_interval",
            "train.checkpoint_interval",
            "train.results_dir",
            "train.seed",
            "train.classify.loss",
            "train.classify.cls_weight",
            "train.optim.lr",
            "train.optim.optim",
            "train.optim.policy",
            "train.optim.momentum",
            "train.optim.weight_decay",
            "model.backbone.type",
            "model.backbone.freeze_backbone",
            "model.classify.train_margin_euclid",
            "model.classify.eval_margin",
            "model.classify.embed_dec",
            "model.classify.difference_module",
            "model.classify.learnable_difference_modules",
            "dataset.classify.train_dataset",
            "dataset.classify.validation_dataset",
            "dataset.classify.test_dataset",
            "dataset.classify.infer_dataset",
            "dataset.classify.image_ext",
            "dataset.classify.batch_size",
            "dataset.classify.fpratio_sampling",
            "dataset.classify.num_input",
            "dataset.classify.num_golden",
            "dataset.classify.num_classes",
            "dataset.classify.input_map",
            "dataset.classify.concat_type",
            "dataset.classify.grid_map",
            "dataset.classify.image_width",
            "dataset.classify.image_height",
            "dataset.classify.augmentation_config.rgb_input_mean",
            "dataset.classify.augmentation_config.rgb_input_std",
            "dataset.classify.augmentation_config.random_flip",
            "dataset.classify.augmentation_config.random_rotate",
            "dataset.classify.augmentation_config.random_color",
            "dataset.classify.augmentation_config.with_scale_random_crop",
            "dataset.classify.augmentation_config.with_random_crop",
            "dataset.classify.augmentation_config.with_random_blur",
            "dataset.classify.augmentation_config.augment",
            "evaluate.checkpoint",
            "evaluate.results_dir",
            "inference.checkpoint",
            "inference.results_dir");

    private IgnoredKeys() {}

    /** The dotted keys the embedded engine ignores, in document order. */
    public static List<String> ofEmbedded(SpecDocument document) {
        List<String> ignored = new ArrayList<>();
        walk(document.tree(), "", ignored);
        return ignored;
    }

    private static void walk(JsonNode node, String key, List<String> ignored) {
        if (!node.isObject() && !honoured(key)) {
            ignored.add(key);
        } else {
            node.properties()
                    .forEach(f -> walk(f.getValue(), key.isEmpty() ? f.getKey() : key + "." + f.getKey(), ignored));
        }
    }

    private static boolean honoured(String key) {
        return EMBEDDED.stream().anyMatch(known -> key.equals(known) || key.startsWith(known + "."));
    }
}

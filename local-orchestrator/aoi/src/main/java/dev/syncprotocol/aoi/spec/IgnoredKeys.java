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
            "train.classify",
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
            "dataset.classify",
            "evaluate.checkpoint",
            "evaluate.results_dir",
            "inference.checkpoint",
            "inference.results_dir");
    /** Below a block that is honoured, but without meaning to the embedded engine. */
    private static final Set<String> EMBEDDED_NOT = Set.of("dataset.classify.workers");

    private IgnoredKeys() {}

    /** The dotted keys the embedded engine ignores, in document order. */
    public static List<String> ofEmbedded(SpecDocument document) {
        List<String> ignored = new ArrayList<>();
        walk(document.tree(), "", ignored);
        return ignored;
    }

    private static void walk(JsonNode node, String key, List<String> ignored) {
        if (EMBEDDED_NOT.contains(key) || (node.isValueNode() && !honoured(key))) {
            ignored.add(key);
        } else if (node.isArray() && !honoured(key)) {
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

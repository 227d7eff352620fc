package dev.syncprotocol.aoi.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;

/** The texts of a demo workspace: its specification and its README. */
final class DemoTexts {
    private DemoTexts() {}

    /** {@code specs/baseline_spec.yaml}: passes pre-flight as it is, with the embedded engine. */
    static String spec(DemoOrder order) {
        ObjectNode spec = SyncJson.object().put("task", "classify").put("results_dir", "results");
        train(spec.putObject("train"), order);
        ObjectNode model = spec.putObject("model");
        model.putObject("backbone")
                .put("type", "sync_siamese_small")
                .putNull("pretrained_backbone_path")
                .put("freeze_backbone", false);
        model.putObject("classify")
                .put("eval_margin", 0.3)
                .put("difference_module", "learnable")
                .put("learnable_difference_modules", 4);
        dataset(spec.putObject("dataset").putObject("classify"), order);
        return SyncJson.yaml(spec);
    }

    private static void train(ObjectNode train, DemoOrder order) {
        train.put("num_epochs", order.profile().epochs())
                .put("num_gpus", 0)
                .put("seed", 1234)
                .put("validation_interval", 1)
                .put("checkpoint_interval", 1);
        ObjectNode classify = train.putObject("classify").put("loss", "ce");
        classify.putArray("cls_weight").add(1.0).add(4.0);
        train.putObject("optim")
                .put("lr", 0.002)
                .put("optim", "adamw")
                .put("policy", "linear")
                .put("momentum", 0.9)
                .put("weight_decay", 0.01);
    }

    private static void dataset(ObjectNode classify, DemoOrder order) {
        table(classify, "train_dataset", "train/base/training_set.csv");
        table(classify, "validation_dataset", "train/base/validation_set.csv");
        table(classify, "test_dataset", "kpi/testing_set.csv");
        table(classify, "infer_dataset", "kpi/testing_set.csv");
        List<String> lights = order.pictures().lights();
        classify.put("image_ext", order.pictures().extension())
                .put("batch_size", 16)
                .put("fpratio_sampling", 0.5)
                .put("num_input", Math.max(1, lights.size()));
        ObjectNode map = classify.putObject("input_map");
        for (int i = 0; i < lights.size(); i++) {
            map.put(lights.get(i), i);
        }
        classify.put("concat_type", "linear")
                .put("image_width", order.profile().imageSize())
                .put("image_height", order.profile().imageSize())
                .put("num_classes", 2);
        augmentation(classify.putObject("augmentation_config"));
    }

    private static void table(ObjectNode classify, String name, String csv) {
        classify.putObject(name).put("csv_path", csv).put("images_dir", "kpi/images");
    }

    private static void augmentation(ObjectNode augmentation) {
        numbers(augmentation, "rgb_input_mean", 0.485, 0.456, 0.406);
        numbers(augmentation, "rgb_input_std", 0.229, 0.224, 0.225);
        augmentation
                .putObject("random_flip")
                .put("vflip_probability", 0.5)
                .put("hflip_probability", 0.5)
                .put("enable", true);
        ObjectNode rotate = augmentation.putObject("random_rotate").put("rotate_probability", 0.5);
        rotate.putArray("angle_list").add(90).add(180).add(270);
        rotate.put("enable", true);
        augmentation.putObject("random_color").put("enable", false);
        augmentation.putObject("with_scale_random_crop").put("enable", false);
        augmentation
                .put("with_random_crop", false)
                .put("with_random_blur", false)
                .put("augment", true);
    }

    private static void numbers(ObjectNode block, String name, double... numbers) {
        for (double number : numbers) {
            block.withArray("/" + name).add(number);
        }
    }

    /** What was drawn and the three commands that lead on. */
    static String readme(DemoOrder order) {
        DemoProfile profile = order.profile();
        return """
                # Boards drawn in code

                No photograph: a program drew these boards, seed %d, crops of %d pixels. Base training (%d rows) has no
                `mousebite` and no `pin_hole`; the KPI set (%d rows, %d defective) and the pre-generated pairs (%d) have
                all six defects. That is what the loop is to find.

                | path | content |
                |---|---|
                | `specs/baseline_spec.yaml` | the specification |
                | `train/base/` | training and validation rows |
                | `kpi/` | the rows that decide, and the pictures |
                | `augmentation/mining_pool/` | production samples, mostly good |
                | `augmentation/anomalygen/` | pairs of a defective and a good picture |
                | `truth.csv` | what was drawn where; the loop never reads it |

                Next, in this folder:

                1. `sync aoi preflight --kpi-target "FAR < 5%% at recall=100%%"`
                2. `sync aoi run --kpi-target "FAR < 5%% at recall=100%%" --approve TOKEN`, with the token that stands under
                   the summary
                3. `sync aoi report`
                """.formatted(
                order.seed(), order.size(), profile.train(), profile.kpi(), profile.kpiDefects(), profile.pairs());
    }
}

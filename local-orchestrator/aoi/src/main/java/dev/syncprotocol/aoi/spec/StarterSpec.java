package dev.syncprotocol.aoi.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;

/**
 * A {@code baseline_spec.yaml} to start from: the embedded engine on the tables of a workspace.
 *
 * @param pictures lights and extension
 * @param epochs {@code train.num_epochs}
 * @param imageSize {@code image_width} and {@code image_height}
 * @param learningRate at the first epoch
 */
public record StarterSpec(Pictures pictures, int epochs, int imageSize, double learningRate) {
    /** The document's text. */
    public String yaml() {
        ObjectNode spec = SyncJson.object().put("task", "classify").put("results_dir", "results");
        train(spec.putObject("train"));
        ObjectNode model = spec.putObject("model");
        model.putObject("backbone")
                .put("type", "sync_siamese_small")
                .putNull("pretrained_backbone_path")
                .put("freeze_backbone", false);
        model.putObject("classify")
                .put("eval_margin", 0.3)
                .put("difference_module", "learnable")
                .put("learnable_difference_modules", 4);
        dataset(spec.putObject("dataset").putObject("classify"));
        return SyncJson.yaml(spec);
    }

    private void train(ObjectNode train) {
        train.put("num_epochs", epochs)
                .put("num_gpus", 0)
                .put("seed", 1234)
                .put("validation_interval", 1)
                .put("checkpoint_interval", 1);
        ObjectNode classify = train.putObject("classify").put("loss", "ce");
        classify.putArray("cls_weight").add(1.0).add(4.0);
        train.putObject("optim")
                .put("lr", learningRate)
                .put("optim", "adamw")
                .put("policy", "linear")
                .put("momentum", 0.9)
                .put("weight_decay", 0.01);
    }

    private void dataset(ObjectNode classify) {
        table(classify, "train_dataset", "train/base/training_set.csv");
        table(classify, "validation_dataset", "train/base/validation_set.csv");
        table(classify, "test_dataset", "kpi/testing_set.csv");
        table(classify, "infer_dataset", "kpi/testing_set.csv");
        List<String> lights = pictures.lights();
        classify.put("image_ext", pictures.extension())
                .put("batch_size", 16)
                .put("fpratio_sampling", 0.5)
                .put("num_input", Math.max(1, lights.size()));
        ObjectNode map = classify.putObject("input_map");
        for (int i = 0; i < lights.size(); i++) {
            map.put(lights.get(i), i);
        }
        classify.put("concat_type", "linear")
                .put("image_width", imageSize)
                .put("image_height", imageSize)
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
}

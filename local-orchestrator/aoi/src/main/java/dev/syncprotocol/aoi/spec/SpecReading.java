package dev.syncprotocol.aoi.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.spec.DatasetSettings.Concat;
import dev.syncprotocol.aoi.spec.ModelSettings.Difference;
import dev.syncprotocol.aoi.spec.OptimSettings.Optimizer;
import dev.syncprotocol.aoi.spec.OptimSettings.Policy;
import dev.syncprotocol.aoi.spec.TrainSettings.Loss;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.LocatedDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One reading of a specification: the typed values with the published defaults, and every broken rule of specification §7.2. */
final class SpecReading {
    private static final String CLASSIFY = "dataset.classify.";
    private static final String AUGMENTATION = CLASSIFY + "augmentation_config.";
    /** Words of the workflow around the containers, whose merge of a specification breaks on a key it does not know. */
    private static final List<String> NO_KEYS = List.of("automl_policy", "workflow", "train.automl_policy");

    private static final long DEFAULT_SEED = 1234;
    private static final int DEFAULT_EPOCHS = 10;
    private static final int DEFAULT_CHECKPOINT_INTERVAL = 5;
    private static final int DEFAULT_SIZE = 224;
    private static final int CLASSES = 2;
    private static final int MOST_DIFFERENCE_MODULES = 4;
    private static final List<Double> MEAN = List.of(0.485, 0.456, 0.406);
    private static final List<Double> DEVIATION = List.of(0.229, 0.224, 0.225);

    private final SpecFields fields;
    private final ChangeNetSpec spec;

    SpecReading(LocatedDocument document, ObjectNode tree) {
        this.fields = new SpecFields(document, tree);
        task();
        NO_KEYS.forEach(this::refuse);
        this.spec = new ChangeNetSpec(train(), model(), dataset());
        pairing();
    }

    /** The typed values; to be used only when there are no faults. */
    ChangeNetSpec spec() {
        return spec;
    }

    /** Every broken rule. */
    List<Violation> faults() {
        return fields.faults();
    }

    private void task() {
        String task = fields.text("task", "");
        if (!task.equals("classify")) {
            fields.fault(
                    "task",
                    "classify: this loop compares pictures, it segments none",
                    task.isEmpty() ? "nothing" : task);
        }
    }

    private void refuse(String key) {
        fields.value(key)
                .ifPresent(found -> fields.fault(
                        key, "nothing: it is no key of a training, and the loop records it itself", found.toString()));
    }

    private TrainSettings train() {
        int epochs = fields.whole("train.num_epochs", DEFAULT_EPOCHS, 1);
        return new TrainSettings(
                epochs,
                interval("train.validation_interval", Math.min(DEFAULT_EPOCHS, epochs), epochs),
                interval("train.checkpoint_interval", Math.min(DEFAULT_CHECKPOINT_INTERVAL, epochs), epochs),
                fields.seed("train.seed", DEFAULT_SEED),
                fields.whole("train.num_gpus", 1, 0),
                path("train.pretrained_model_path"),
                fields.word("train.classify.loss", Loss.CE),
                classWeights(),
                optim());
    }

    private int interval(String key, int otherwise, int epochs) {
        int interval = fields.whole(key, otherwise, 1);
        if (interval > epochs) {
            fields.fault(key, "at most train.num_epochs, " + epochs, Integer.toString(interval));
        }
        return interval;
    }

    private List<Double> classWeights() {
        List<Double> weights = fields.numbers("train.classify.cls_weight", List.of(1.0, 10.0));
        int classes = fields.whole(CLASSIFY + "num_classes", CLASSES, 1);
        if (classes != CLASSES) {
            fields.fault(CLASSIFY + "num_classes", "2: good and defective", Integer.toString(classes));
        }
        if (weights.size() != classes) {
            fields.fault("train.classify.cls_weight", classes + " weights, one a class", weights.size() + " weights");
        }
        return weights;
    }

    private OptimSettings optim() {
        return new OptimSettings(
                fields.positive("train.optim.lr", 1e-5),
                fields.word("train.optim.optim", Optimizer.ADAMW),
                fields.word("train.optim.policy", Policy.LINEAR),
                fields.share("train.optim.momentum", 0.9),
                fields.notNegative("train.optim.weight_decay", 0.01));
    }

    private ModelSettings model() {
        return new ModelSettings(
                fields.text("model.backbone.type", "c_radio_v2_vit_base_patch16_224"),
                path("model.backbone.pretrained_backbone_path"),
                fields.flag("model.backbone.freeze_backbone", false),
                fields.word("model.classify.difference_module", Difference.LEARNABLE),
                fields.positive("model.classify.train_margin_euclid", 2.0),
                fields.number("model.classify.eval_margin", 0.3),
                fields.whole("model.classify.embed_dec", 30, 1),
                differenceModules());
    }

    private int differenceModules() {
        int modules = fields.whole("model.classify.learnable_difference_modules", MOST_DIFFERENCE_MODULES, 1);
        if (modules > MOST_DIFFERENCE_MODULES) {
            fields.fault("model.classify.learnable_difference_modules", "1 to 4", Integer.toString(modules));
        }
        return modules;
    }

    private DatasetSettings dataset() {
        Pictures pictures = new Pictures(lights(), extension());
        Concat concat = fields.word(CLASSIFY + "concat_type", Concat.LINEAR);
        int x = fields.whole(CLASSIFY + "grid_map.x", 2, 1);
        int y = fields.whole(CLASSIFY + "grid_map.y", 2, 1);
        inputs(pictures.lights().size(), concat, x * y);
        return new DatasetSettings(
                table("train_dataset"),
                table("validation_dataset"),
                table("test_dataset"),
                table("infer_dataset"),
                pictures,
                fields.whole(CLASSIFY + "batch_size", 16, 2),
                fields.positive(CLASSIFY + "fpratio_sampling", 0.2),
                concat,
                x,
                y,
                fields.whole(CLASSIFY + "image_width", DEFAULT_SIZE, 1),
                fields.whole(CLASSIFY + "image_height", DEFAULT_SIZE, 1),
                fields.whole(CLASSIFY + "num_golden", 1, 1),
                augmentation());
    }

    private String extension() {
        String extension = fields.text(CLASSIFY + "image_ext", ".jpg");
        if (!extension.matches("\\.[A-Za-z0-9]+")) {
            fields.fault(CLASSIFY + "image_ext", "an extension with its dot, for example .jpg", extension);
        }
        return extension;
    }

    private void inputs(int lights, Concat concat, int cells) {
        int inputs = fields.whole(CLASSIFY + "num_input", Math.max(1, lights), 1);
        if (inputs != Math.max(1, lights)) {
            fields.fault(
                    CLASSIFY + "num_input", "the number of lights in input_map, " + Math.max(1, lights), "" + inputs);
        }
        if (concat == Concat.GRID && cells != inputs) {
            fields.fault(CLASSIFY + "grid_map", "x times y equal to num_input, " + inputs, Integer.toString(cells));
        }
    }

    private List<String> lights() {
        Optional<JsonNode> map = fields.value(CLASSIFY + "input_map");
        if (map.isEmpty()) {
            return List.of();
        }
        Map<Integer, String> byIndex = new TreeMap<>();
        List<String> indices = new ArrayList<>();
        map.get().properties().forEach(light -> {
            indices.add(light.getValue().asText());
            byIndex.put(light.getValue().asInt(-1), light.getKey());
        });
        List<Integer> wanted =
                java.util.stream.IntStream.range(0, indices.size()).boxed().toList();
        if (!map.get().isObject() || !List.copyOf(byIndex.keySet()).equals(wanted)) {
            fields.fault(
                    CLASSIFY + "input_map",
                    "each light with its index, 0, 1, …, each once",
                    String.join(", ", indices));
        }
        return List.copyOf(byIndex.values());
    }

    private TableLocation table(String name) {
        return new TableLocation(
                fields.text(CLASSIFY + name + ".csv_path", ""), fields.text(CLASSIFY + name + ".images_dir", ""));
    }

    private Optional<String> path(String key) {
        return Optional.of(fields.text(key, "")).filter(text -> !text.isEmpty());
    }

    private Augmentation augmentation() {
        return new Augmentation(
                colours("rgb_input_mean", MEAN),
                colours("rgb_input_std", DEVIATION),
                fields.flag(AUGMENTATION + "augment", false),
                probability("random_flip", "vflip_probability"),
                probability("random_flip", "hflip_probability"),
                probability("random_rotate", "rotate_probability"),
                fields.numbers(AUGMENTATION + "random_rotate.angle_list", List.of(90.0, 180.0, 270.0)),
                probability("random_color", "color_probability"),
                range("brightness"),
                range("contrast"),
                range("saturation"),
                range("hue"),
                fields.flag(AUGMENTATION + "with_random_crop", true)
                        && fields.flag(AUGMENTATION + "with_scale_random_crop.enable", true),
                fields.flag(AUGMENTATION + "with_random_blur", true));
    }

    private List<Double> colours(String name, List<Double> otherwise) {
        List<Double> colours = fields.numbers(AUGMENTATION + name, otherwise);
        if (colours.size() != otherwise.size()) {
            fields.fault(AUGMENTATION + name, "three numbers, one a colour", colours.size() + " numbers");
        }
        return colours;
    }

    private double probability(String block, String name) {
        double probability = fields.share(AUGMENTATION + block + "." + name, 0.5);
        return fields.flag(AUGMENTATION + block + ".enable", true) ? probability : 0;
    }

    private double range(String name) {
        return fields.notNegative(AUGMENTATION + "random_color." + name, 0.3);
    }

    private void pairing() {
        boolean contrastive = spec.train().loss() == Loss.CONTRASTIVE;
        boolean learnable = spec.model().difference() == Difference.LEARNABLE;
        if (contrastive && learnable) {
            fields.fault("train.classify.loss", "ce: the learnable difference module needs it", "contrastive");
            fields.fault("model.classify.difference_module", "euclidean: the contrastive loss needs it", "learnable");
        }
    }
}

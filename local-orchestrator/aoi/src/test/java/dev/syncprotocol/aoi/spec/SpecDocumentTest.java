package dev.syncprotocol.aoi.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.aoi.spec.DatasetSettings.Concat;
import dev.syncprotocol.aoi.spec.ModelSettings.Difference;
import dev.syncprotocol.aoi.spec.OptimSettings.Optimizer;
import dev.syncprotocol.aoi.spec.OptimSettings.Policy;
import dev.syncprotocol.aoi.spec.TrainSettings.Loss;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecDocumentTest {
    /** The shape of the published specifications: capital True, 1E-5, null, quoted and bare references. */
    static final String PUBLISHED = """
            encryption_key: tlt_encode
            task: classify
            train:
              resume_training_checkpoint_path: null
              pretrained_model_path: /somewhere/classifier.pth
              classify:
                loss: "contrastive"
                cls_weight: [1.0, 10.0]
              num_epochs: 12
              num_nodes: 1
              validation_interval: 3
              checkpoint_interval: 4
              optim:
                lr: 1E-5
                optim: 'adamw'
                policy: "linear"   # a comment
                momentum: 0.9
                weight_decay: 0.01
              results_dir: "${results_dir}/train"
              tensorboard:
                enabled: True
            results_dir: /results
            model:
              backbone:
                type: "c_radio_v2_vit_base_patch16_224"
                pretrained_backbone_path: null
                freeze_backbone: False
              classify:
                train_margin_euclid: 2.0
                eval_margin: 0.005
                embed_dec: 30
                difference_module: 'euclidean'
              decode_head:
                use_summary_token: True
                feature_strides: [4, 8, 16, 32]
            dataset:
              classify:
                train_dataset:
                  csv_path: /data/train.csv
                  images_dir: /data/images/
                validation_dataset:
                  csv_path: /data/valid.csv
                  images_dir: /data/images/
                image_ext: .jpg
                batch_size: 16
                workers: 2
                fpratio_sampling: 0.2
                num_input: 4
                input_map:
                  WhiteLight: 3
                  LowAngleLight: 0
                  SolderLight: 1
                  UniformLight: 2
                concat_type: grid
                grid_map:
                  x: 2
                  y: 2
                image_width: 128
                image_height: 96
                augmentation_config:
                  rgb_input_mean: [0.485, 0.456, 0.406]
                  random_rotate:
                    rotate_probability: 0.25
                    angle_list: [90, 180]
                    enable: True
                  random_color:
                    brightness: 0.3
                    enable: False
                  with_random_blur: True
                  augment: True
                num_classes: 2
            evaluate:
              checkpoint: "${results_dir}/train/changenet.pth"
              batch_size: ${dataset.classify.batch_size}
            inference:
              checkpoint: '???'
              trt_engine: "${gen_trt_engine.trt_engine}"
            export:
              onnx_file: "${results_dir}/export/changenet.onnx"
            """;

    @Test
    void readsThePublishedShape() {
        ChangeNetSpec spec = document(PUBLISHED).typed();

        assertThat(spec.train().epochs()).isEqualTo(12);
        assertThat(spec.train().optim()).isEqualTo(new OptimSettings(1e-5, Optimizer.ADAMW, Policy.LINEAR, 0.9, 0.01));
        assertThat(spec.train().loss()).isEqualTo(Loss.CONTRASTIVE);
        assertThat(spec.train().startCheckpoint()).contains("/somewhere/classifier.pth");
        assertThat(spec.train().seed()).isEqualTo(1234);
        assertThat(spec.model().difference()).isEqualTo(Difference.EUCLIDEAN);
        assertThat(spec.model().backboneFile()).isEmpty();
        assertThat(spec.dataset().training()).isEqualTo(new TableLocation("/data/train.csv", "/data/images/"));
        assertThat(spec.dataset().concat()).isEqualTo(Concat.GRID);
        assertThat(spec.dataset().imageHeight()).isEqualTo(96);
        assertThat(spec.dataset().goldens()).isEqualTo(1);
    }

    @Test
    void ordersLightsByTheirIndexNotByTheirLine() {
        assertThat(document(PUBLISHED).typed().dataset().pictures().lights())
                .containsExactly("LowAngleLight", "SolderLight", "UniformLight", "WhiteLight");
    }

    @Test
    void turnsAnAugmentationOffWithItsBlock() {
        Augmentation augmentation = document(PUBLISHED).typed().dataset().augmentation();

        assertThat(augmentation.rotate()).isEqualTo(0.25);
        assertThat(augmentation.angles()).containsExactly(90.0, 180.0);
        assertThat(augmentation.color()).isZero();
        assertThat(augmentation.augment()).isTrue();
    }

    @Test
    void writesWhatItRead() {
        SpecDocument document = document(PUBLISHED);

        assertThat(document(document.yaml()).tree()).isEqualTo(document.tree());
        assertThat(document.yaml()).contains("${gen_trt_engine.trt_engine}").contains("???");
    }

    @Test
    void knowsAPictureWithoutLights() {
        ChangeNetSpec spec = document(PUBLISHED
                        .replaceAll("input_map:\\n( {6}.*\\n){4}", "input_map: null\n")
                        .replace("num_input: 4", "num_input: 1")
                        .replace("concat_type: grid", "concat_type: linear"))
                .typed();

        assertThat(spec.dataset().pictures().lights()).isEmpty();
        assertThat(spec.dataset().pictures().fileName("C1@1", "")).isEqualTo("C1@1.jpg");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "task: classify | task: segment | task",
                "difference_module: 'euclidean' | difference_module: 'learnable' | train.classify.loss",
                "cls_weight: [1.0, 10.0] | cls_weight: [1.0] | train.classify.cls_weight",
                "num_classes: 2 | num_classes: 3 | dataset.classify.num_classes",
                "validation_interval: 3 | validation_interval: 13 | train.validation_interval",
                "checkpoint_interval: 4 | checkpoint_interval: 13 | train.checkpoint_interval",
                "num_input: 4 | num_input: 2 | dataset.classify.num_input",
                "UniformLight: 2 | UniformLight: 1 | dataset.classify.input_map",
                "WhiteLight: 3 | WhiteLight: 4 | dataset.classify.input_map",
                "x: 2 | x: 3 | dataset.classify.grid_map",
                "batch_size: 16 | batch_size: 1 | dataset.classify.batch_size",
                "num_epochs: 12 | num_epochs: 0 | train.num_epochs",
                "num_epochs: 12 | num_epochs: many | train.num_epochs",
                "num_epochs: 12 | num_epochs: '???' | train.num_epochs",
                "lr: 1E-5 | lr: 0 | train.optim.lr",
                "optim: 'adamw' | optim: 'lamb' | train.optim.optim",
                "policy: \"linear\" | policy: cosine | train.optim.policy",
                "image_ext: .jpg | image_ext: jpg | dataset.classify.image_ext",
                "rotate_probability: 0.25 | rotate_probability: 1.5 | dataset.classify.augmentation_config.random_rotate.rotate_probability",
                "freeze_backbone: False | freeze_backbone: no | model.backbone.freeze_backbone",
                "[0.485, 0.456, 0.406] | [0.485, 0.456] | dataset.classify.augmentation_config.rgb_input_mean",
                "embed_dec: 30 | embed_dec: -1 | model.classify.embed_dec",
                "embed_dec: 30 | learnable_difference_modules: 5 | model.classify.learnable_difference_modules",
            })
    void findsABrokenRuleAtItsKey(String good, String bad, String key) {
        assertThat(PUBLISHED).contains(good.strip());
        SpecDocument document = document(PUBLISHED.replace(good.strip(), bad.strip()));

        assertThat(document.violations()).extracting(Violation::rule).contains(key.strip());
        assertThatThrownBy(document::typed)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
    }

    @Test
    void refusesTheWorkflowsWordsThatNoContainerKnows() {
        assertThat(document(PUBLISHED + "automl_policy: off\nworkflow: deft\n").violations())
                .extracting(Violation::pointer)
                .containsExactly("/automl_policy", "/workflow");
    }

    @Test
    void findsAllBrokenRulesAtOnceWithTheirLines() {
        List<Violation> faults = document(PUBLISHED
                        .replace("batch_size: 16", "batch_size: 1")
                        .replace("lr: 1E-5", "lr: fast")
                        .replace("num_classes: 2", "num_classes: 3"))
                .violations();

        assertThat(faults)
                .extracting(Violation::rule)
                .containsExactlyInAnyOrder(
                        "dataset.classify.batch_size",
                        "train.optim.lr",
                        "dataset.classify.num_classes",
                        "train.classify.cls_weight");
        assertThat(faults)
                .filteredOn(f -> f.rule().equals("train.optim.lr"))
                .first()
                .satisfies(fault -> {
                    assertThat(fault.line()).isEqualTo(14);
                    assertThat(fault.found()).isEqualTo("fast");
                });
    }

    @Test
    void refusesADocumentThatIsNoMapping() {
        assertThatThrownBy(() -> document("- a\n- b\n"))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("baseline_spec.yaml");
    }

    @Test
    void refusesAKeyGivenTwice() {
        assertThatThrownBy(() -> document("task: classify\ntask: classify\n"))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("baseline_spec.yaml:2");
    }

    static SpecDocument document(String yaml) {
        return SpecDocument.parse("baseline_spec.yaml", yaml.getBytes(UTF_8));
    }
}

package dev.syncprotocol.aoi.report;

/** A specification to hand over. */
public final class Specs {
    /** Keys an engine does not know, an order of its own, and a float with an exponent: all of it must come through. */
    public static final String BASELINE = """
            encryption_key: tlt_encode
            task: classify
            results_dir: /results
            train:
              num_epochs: 6
              classify:
                loss: ce
                cls_weight: [1.0, 10.0]
              optim:
                lr: 1E-5
            model:
              backbone:
                type: sync_siamese_small
                pretrained_backbone_path: null
              classify:
                difference_module: learnable
                eval_margin: 0.3
              of_my_own: kept
            dataset:
              classify:
                train_dataset: {csv_path: a.csv, images_dir: a}
                validation_dataset: {csv_path: b.csv, images_dir: b}
                test_dataset: {csv_path: c.csv, images_dir: c}
                infer_dataset: {csv_path: d.csv, images_dir: d}
                image_ext: .jpg
                batch_size: 16
                workers: 2
                num_input: 2
                concat_type: grid
                grid_map: {x: 2, y: 1}
                input_map: {SolderLight: 0, WhiteLight: 1}
                augmentation_config:
                  rgb_input_mean: [0.485, 0.456, 0.406]
                  augment: True
            """;

    private Specs() {}
}

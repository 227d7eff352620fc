package dev.syncprotocol.aoi.engine;

import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.aoi.spec.TableLocation;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/** Small striped pictures under two lights, a bright blob where they are defective, and a specification file to learn them. */
public record TinyBoards(Path folder) {
    /** Pixels of a side. */
    public static final int SIDE = 16;

    private static final List<String> LIGHTS = List.of("Solder", "White");

    private static final String SPEC = """
            task: classify
            results_dir: %1$s/results
            train:
              num_epochs: 2
              validation_interval: 1
              checkpoint_interval: 1
              seed: 7
              classify:
                loss: ce
                cls_weight: [1.0, 2.0]
              optim:
                lr: 3E-3
                optim: adamw
                policy: linear
                weight_decay: 0.01
            model:
              backbone:
                type: sync_siamese_small
              classify:
                difference_module: learnable
                embed_dec: 8
                learnable_difference_modules: 4
            dataset:
              classify:
                train_dataset: {csv_path: %1$s/train.csv, images_dir: %1$s}
                validation_dataset: {csv_path: %1$s/validation.csv, images_dir: %1$s}
                test_dataset: {csv_path: %1$s/kpi.csv, images_dir: %1$s}
                infer_dataset: {csv_path: %1$s/kpi.csv, images_dir: %1$s}
                image_ext: .png
                batch_size: 8
                fpratio_sampling: 0.5
                num_input: 2
                input_map: {Solder: 0, White: 1}
                concat_type: linear
                image_width: 16
                image_height: 16
                augmentation_config:
                  rgb_input_mean: [0.5, 0.5, 0.5]
                  rgb_input_std: [0.5, 0.5, 0.5]
                  augment: false
            """;

    /** Boards with {@code train.csv} (48 rows), {@code validation.csv} and {@code kpi.csv} (24 rows each). */
    public static TinyBoards drawn(Path folder) throws IOException {
        TinyBoards boards = new TinyBoards(folder);
        boards.table("train", 48, 1);
        boards.table("validation", 24, 2);
        boards.table("kpi", 24, 3);
        return boards;
    }

    /** Writes {@code <name>.csv} and its pictures, every fourth row defective. */
    public TableLocation table(String name, int rows, int seed) throws IOException {
        StringBuilder csv = new StringBuilder("input_path,golden_path,label,object_name,note\n");
        Random random = new Random(seed);
        for (int i = 0; i < rows; i++) {
            boolean defective = i % 4 == 3;
            int phase = random.nextInt(8);
            for (String light : LIGHTS) {
                write("golden", "%s%03d_%s.png".formatted(name, i, light), phase, false, random);
                write(name, "%s%03d_%s.png".formatted(name, i, light), phase, defective, random);
            }
            csv.append("%s,golden,%s,%s%03d,\"a, b\"\n".formatted(name, defective ? "blob" : "PASS", name, i));
        }
        Files.writeString(csvFile(name), csv);
        return location(name);
    }

    /** A table of this name, whether it is there or not. */
    public TableLocation location(String name) {
        return new TableLocation(csvFile(name).toString(), folder.toString());
    }

    /** The file of a table. */
    public Path csvFile(String name) {
        return folder.resolve(name + ".csv");
    }

    private void write(String sub, String name, int phase, boolean defective, Random random) throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        int x0 = 4 + random.nextInt(8);
        int y0 = 4 + random.nextInt(8);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                boolean blob = defective && Math.abs(x - x0) <= 1 && Math.abs(y - y0) <= 1;
                int grey = ((x + phase) / 4 % 2 == 0 ? 60 : 110) + random.nextInt(20) + (blob ? 120 : 0);
                image.setRGB(x, y, Math.min(255, grey) * 0x010101);
            }
        }
        Files.createDirectories(folder.resolve(sub));
        ImageIO.write(image, "png", folder.resolve(sub).resolve(name).toFile());
    }

    /**
     * The specification with some lines changed.
     *
     * @param changes from a whole word of it to what stands there instead, for example {@code "num_epochs: 2"} to {@code "num_epochs: 8"}
     */
    public SpecDocument spec(String... changes) {
        String text = SPEC.formatted(folder);
        for (int i = 0; i < changes.length; i += 2) {
            if (!text.contains(changes[i])) {
                throw new IllegalArgumentException("the specification has no " + changes[i]);
            }
            text = text.replace(changes[i], changes[i + 1]);
        }
        return SpecDocument.parse("spec.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    /** An order to train into a fresh folder {@code baseline/<name>}. */
    public TrainOrder training(String name, SpecDocument spec) throws IOException {
        return new TrainOrder(spec.typed(), file(spec), "baseline", fresh(name));
    }

    /** An order to score the KPI table with a checkpoint, into a fresh folder {@code baseline/<name>}. */
    public InferOrder scoring(String name, SpecDocument spec, Path checkpoint) throws IOException {
        return scoring(name, spec, checkpoint, spec.typed().dataset().inference());
    }

    /** An order to score another table. */
    public InferOrder scoring(String name, SpecDocument spec, Path checkpoint, TableLocation table) throws IOException {
        ChangeNetSpec typed = spec.typed();
        return new InferOrder(typed, file(spec), "baseline", "latest", checkpoint, table, fresh(name));
    }

    /** Every file below a folder by its relative path, without the folders. */
    public static SortedMap<String, Path> filesBelow(Path folder) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        try (var below = Files.walk(folder)) {
            below.filter(Files::isRegularFile)
                    .forEach(file -> files.put(folder.relativize(file).toString(), file));
        }
        return files;
    }

    private Path fresh(String name) throws IOException {
        return Files.createDirectories(folder.resolve("baseline").resolve(name));
    }

    private Path file(SpecDocument spec) throws IOException {
        Path specs = Files.createDirectories(folder.resolve("baseline").resolve("specs"));
        return Files.writeString(specs.resolve("baseline_spec.yaml"), spec.yaml());
    }
}

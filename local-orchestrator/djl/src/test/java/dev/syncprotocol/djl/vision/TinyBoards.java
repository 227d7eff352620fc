package dev.syncprotocol.djl.vision;

import dev.syncprotocol.aoi.engine.InferOrder;
import dev.syncprotocol.aoi.engine.TrainOrder;
import dev.syncprotocol.aoi.spec.Augmentation;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.DatasetSettings;
import dev.syncprotocol.aoi.spec.DatasetSettings.Concat;
import dev.syncprotocol.aoi.spec.ModelSettings;
import dev.syncprotocol.aoi.spec.ModelSettings.Difference;
import dev.syncprotocol.aoi.spec.OptimSettings;
import dev.syncprotocol.aoi.spec.OptimSettings.Optimizer;
import dev.syncprotocol.aoi.spec.OptimSettings.Policy;
import dev.syncprotocol.aoi.spec.TableLocation;
import dev.syncprotocol.aoi.spec.TrainSettings;
import dev.syncprotocol.aoi.spec.TrainSettings.Loss;
import dev.syncprotocol.aoi.table.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;

/** Small pictures with stripes, a bright blob where they are defective, and the specification to learn them. */
record TinyBoards(Path folder) {
    static final int SIDE = 16;
    static final List<String> LIGHTS = List.of("Solder", "White");

    /** Writes {@code <name>.csv} and its pictures, every fourth row defective. */
    TableLocation table(String name, int rows, int seed) throws IOException {
        StringBuilder csv = new StringBuilder("input_path,golden_path,label,object_name\n");
        Random random = new Random(seed);
        for (int i = 0; i < rows; i++) {
            boolean defective = i % 4 == 3;
            int phase = random.nextInt(8);
            for (String light : LIGHTS) {
                write("golden", "%s%03d_%s.png".formatted(name, i, light), phase, false, random);
                write(name, "%s%03d_%s.png".formatted(name, i, light), phase, defective, random);
            }
            csv.append("%s,golden,%s,%s%03d%n".formatted(name, defective ? "blob" : "PASS", name, i));
        }
        Path file = folder.resolve(name + ".csv");
        Files.writeString(file, csv.toString());
        return new TableLocation(file.toString(), folder.toString());
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

    /** A specification for these tables: two lights below each other, two epochs. */
    static ChangeNetSpec spec(TableLocation train, TableLocation validation) {
        return new ChangeNetSpec(train(2, Loss.CE), model(Difference.LEARNABLE), dataset(train, validation));
    }

    static TrainSettings train(int epochs, Loss loss) {
        OptimSettings optim = new OptimSettings(3e-3, Optimizer.ADAMW, Policy.LINEAR, 0.9, 0.01);
        return new TrainSettings(epochs, 1, 1, 7, 0, Optional.empty(), loss, List.of(1.0, 2.0), optim);
    }

    static ModelSettings model(Difference difference) {
        return new ModelSettings(Structure.ARCHITECTURE, Optional.empty(), false, difference, 2.0, 0.3, 8, 4);
    }

    static DatasetSettings dataset(TableLocation train, TableLocation validation) {
        TableLocation none = new TableLocation("", "");
        return new DatasetSettings(
                train,
                validation,
                none,
                none,
                new Pictures(LIGHTS, ".png"),
                8,
                0.5,
                Concat.LINEAR,
                2,
                2,
                SIDE,
                SIDE,
                1,
                plain());
    }

    static Augmentation plain() {
        List<Double> half = List.of(0.5, 0.5, 0.5);
        return new Augmentation(half, half, false, 0, 0, 0, List.of(), 0, 0, 0, 0, 0, false, false);
    }

    /** An order into a fresh folder of this name. */
    TrainOrder order(String name, ChangeNetSpec spec) throws IOException {
        Path out = Files.createDirectories(folder.resolve(name));
        Path file = Files.writeString(folder.resolve(name + "_spec.yaml"), "task: classify\n");
        return new TrainOrder(spec, file, "baseline", out);
    }

    /** An order to score a table with a checkpoint. */
    InferOrder scoring(String name, ChangeNetSpec spec, Path checkpoint, TableLocation table) throws IOException {
        Path out = Files.createDirectories(folder.resolve(name));
        Path file = Files.writeString(folder.resolve(name + "_spec.yaml"), "task: classify\n");
        return new InferOrder(spec, file, "baseline", "latest", checkpoint, table, out);
    }
}

package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.engine.ChangeClassifier;
import dev.syncprotocol.aoi.engine.EngineProbe;
import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.engine.InferOrder;
import dev.syncprotocol.aoi.engine.InferOutcome;
import dev.syncprotocol.aoi.engine.ScoreKind;
import dev.syncprotocol.aoi.engine.TrainOrder;
import dev.syncprotocol.aoi.engine.TrainOutcome;
import dev.syncprotocol.aoi.engine.TrainableRows;
import dev.syncprotocol.aoi.engine.TrainedCheckpoint;
import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.TableLocation;
import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A change classifier that learns in milliseconds: one weight a cell of the difference picture, the mean of NG rows less the mean of PASS rows. Its
 * checkpoints are text, its scores are real.
 */
class CellDifferences implements ChangeClassifier {
    private static final int CELLS = 8;

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public EngineProbe probe() {
        return new EngineProbe(true, "cell differences", List.of("cpu"), List.of());
    }

    @Override
    public TrainOutcome train(TrainOrder order, EngineProgress progress) {
        try {
            progress.advanced("train", 0, 1, "");
            ChangeNetSpec spec = order.spec();
            SampleTable table = table(spec.dataset().training());
            TrainableRows.require(
                    table, spec.dataset().training().csvPath(), spec.dataset().batchSize());
            double[] learnt = learnt(table, spec);
            double[] half = mixed(start(spec), learnt, 0.5);
            Files.copy(order.specFile(), order.trainDir().resolve("experiment.yaml"));
            Files.writeString(order.trainDir().resolve("train.log"), "learnt " + table.size() + " rows\n");
            Files.writeString(order.trainDir().resolve("status.json"), "{\"status\":\"SUCCESS\"}\n");
            return new TrainOutcome(
                    List.of(
                            checkpoint(order.trainDir(), 0, half, loss(half, spec)),
                            checkpoint(order.trainDir(), 1, learnt, loss(learnt, spec))),
                    table.size(),
                    2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InferOutcome infer(InferOrder order, EngineProgress progress) {
        try {
            progress.advanced("infer", 0, 1, "");
            double[] weights = read(order.checkpoint());
            SampleTable table = table(order.table());
            List<SampleRow> rows = new ArrayList<>();
            for (SampleRow row : table.rows()) {
                double score = dot(weights, cells(row, Path.of(order.table().imagesDir()), order.spec()));
                Map<String, String> cells = new LinkedHashMap<>(row.cells());
                cells.put("siamese_score", Float.toString((float) score));
                rows.add(new SampleRow(0, cells));
            }
            List<String> columns = new ArrayList<>(table.columns());
            columns.add("siamese_score");
            Path csv = order.outputDir().resolve("inference.csv");
            SampleTableFile.write(csv, new SampleTable(columns, rows));
            return new InferOutcome(csv, rows.size(), ScoreKind.LOGIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SampleTable table(TableLocation place) throws IOException {
        return SampleTableFile.read(Path.of(place.csvPath()));
    }

    private static TrainedCheckpoint checkpoint(Path folder, int epoch, double[] weights, double loss)
            throws IOException {
        Path file = folder.resolve(String.format("model_epoch_%03d_step_%05d.safetensors", epoch, epoch + 1));
        StringBuilder text = new StringBuilder();
        for (double weight : weights) {
            text.append(weight).append('\n');
        }
        Files.writeString(file, text);
        return new TrainedCheckpoint(file, epoch, epoch + 1, OptionalDouble.of(loss));
    }

    static double[] read(Path checkpoint) throws IOException {
        try {
            return Files.readAllLines(checkpoint).stream()
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new SyncException(ErrorCode.CHECKPOINT_DAMAGED, checkpoint + " is no checkpoint", e);
        }
    }

    private static double[] start(ChangeNetSpec spec) throws IOException {
        return spec.train().startCheckpoint().isPresent()
                ? read(Path.of(spec.train().startCheckpoint().get()))
                : new double[CELLS * CELLS];
    }

    private static double[] learnt(SampleTable table, ChangeNetSpec spec) throws IOException {
        double[] ng = new double[CELLS * CELLS];
        double[] pass = new double[CELLS * CELLS];
        int passes = 0;
        for (SampleRow row : table.rows()) {
            boolean good = Labels.isPass(Labels.canonical(row.label()));
            passes += good ? 1 : 0;
            double[] cells = cells(row, Path.of(spec.dataset().training().imagesDir()), spec);
            double[] sum = good ? pass : ng;
            for (int i = 0; i < sum.length; i++) {
                sum[i] += cells[i];
            }
        }
        double[] weights = new double[ng.length];
        for (int i = 0; i < ng.length; i++) {
            weights[i] = ng[i] / Math.max(1, table.size() - passes) - pass[i] / Math.max(1, passes);
        }
        return weights;
    }

    private static double loss(double[] weights, ChangeNetSpec spec) throws IOException {
        double loss = 0;
        for (SampleRow row : table(spec.dataset().validation()).rows()) {
            double score =
                    dot(weights, cells(row, Path.of(spec.dataset().validation().imagesDir()), spec));
            loss += Math.log1p(Math.exp(Labels.isPass(row.label()) ? score : -score));
        }
        return loss;
    }

    private static double[] cells(SampleRow row, Path images, ChangeNetSpec spec) throws IOException {
        Pictures pictures = spec.dataset().pictures();
        double[] cells = new double[CELLS * CELLS];
        for (String light : pictures.lightsOrNone()) {
            add(
                    cells,
                    PictureFile.read(pictures.input(images, row, light)),
                    PictureFile.read(pictures.golden(images, row, light)));
        }
        return cells;
    }

    private static void add(double[] cells, BufferedImage picture, BufferedImage golden) {
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int cell = y * CELLS / picture.getHeight() * CELLS + x * CELLS / picture.getWidth();
                cells[cell] += Math.abs(green(picture, x, y) - green(golden, x, y)) / 255.0;
            }
        }
    }

    private static int green(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) >> 8 & 0xFF;
    }

    private static double[] mixed(double[] a, double[] b, double share) {
        double[] mixed = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            mixed[i] = share * a[i] + (1 - share) * b[i];
        }
        return mixed;
    }

    private static double dot(double[] a, double[] b) {
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
        }
        return dot;
    }
}

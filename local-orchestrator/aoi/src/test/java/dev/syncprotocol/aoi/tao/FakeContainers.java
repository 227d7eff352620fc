package dev.syncprotocol.aoi.tao;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.kpi.ScoreColumns;
import dev.syncprotocol.aoi.kpi.ScoredRow;
import dev.syncprotocol.aoi.kpi.ScoredTable;
import dev.syncprotocol.aoi.kpi.ScoredTableFile;
import dev.syncprotocol.aoi.kpi.ThresholdSweep;
import dev.syncprotocol.aoi.parquet.Column;
import dev.syncprotocol.aoi.parquet.ParquetFile;
import dev.syncprotocol.aoi.parquet.ParquetTable;
import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.aoi.rca.GapFile;
import dev.syncprotocol.aoi.rca.GapRow;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.aoi.spec.TableLocation;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A docker that computes nothing and writes what the real images write: it reads the same arguments, the same specification and the same tables. A
 * score is the mean difference of a picture and its golden, so the figures of a loop over it mean something.
 */
public final class FakeContainers implements ContainerRunner {
    private static final int DIMENSIONS = 768;

    /** Images it has, with their ids. */
    public final Map<String, String> images = new HashMap<>();

    /** What it was asked, in order. */
    public final List<ContainerCall> calls = new ArrayList<>();

    /** Programs and words that fail, with the exit code: {@code docker info} → 1. */
    public final Map<String, Integer> failures = new HashMap<>();

    /** What {@code gap_analysis vcn_aoi --cfg=job} prints. */
    public String gapSchema =
            "inference_results_dir: ???\nresults_dir: ???\ntrain_config: ???\nkpi_media_path: ???\ntop_k_per_label: 50\n";

    /** Whether a gap analysis finds no threshold. */
    public boolean unreachable;

    /** Whether tasks end with 0 and write nothing. */
    public boolean idle;

    /** A fake with both images of these settings. */
    public static FakeContainers with(TaoImages images) {
        FakeContainers fake = new FakeContainers();
        fake.images.put(images.training().reference(), "sha256:" + "1".repeat(64));
        fake.images.put(images.dataServices().reference(), "sha256:" + "2".repeat(64));
        return fake;
    }

    @Override
    public ContainerResult run(ContainerCall call) {
        calls.add(call);
        String line = String.join(" ", call.argv());
        for (Map.Entry<String, Integer> failure : failures.entrySet()) {
            if (line.contains(failure.getKey())) {
                return said(failure.getValue(), failure.getKey() + ": failed as asked");
            }
        }
        try {
            return answer(call, line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ContainerResult answer(ContainerCall call, String line) throws IOException {
        if (line.startsWith("nvidia-smi --list")) {
            return said(0, "GPU 0: Fake (UUID: GPU-0)\n");
        }
        if (line.startsWith("nvidia-smi --query")) {
            return said(0, "49140\n");
        }
        if (line.startsWith("docker image inspect")) {
            String id = images.get(call.argv().get(3));
            return id == null ? said(1, "Error: No such image") : said(0, id + "\n");
        }
        if (line.contains("--cfg=job")) {
            return said(0, gapSchema);
        }
        if (!idle && line.contains(" visual_changenet train ")) {
            train(call);
        }
        if (!idle && line.contains(" visual_changenet inference ")) {
            infer(call);
        }
        if (!idle && line.contains(" embedding image_embeddings ")) {
            embed(call);
        }
        if (!idle && line.contains(" gap_analysis vcn_aoi -e ")) {
            return analyse(call);
        }
        if (!idle && line.contains(" tmm nearest_neighbors ")) {
            mine(call);
        }
        call.log().ifPresent(log -> append(log, "fake container of " + line));
        return said(0, "done\n");
    }

    private static void embed(ContainerCall call) throws IOException {
        List<String> names =
                ParquetFile.read(Path.of(argument(call, "input_parquet="))).texts("filepath");
        List<float[]> vectors = new ArrayList<>();
        for (String name : names) {
            BufferedImage picture = PictureFile.read(Path.of(name));
            float[] vector = new float[DIMENSIONS];
            vector[0] = picture.getRGB(0, 0) & 0xFF;
            vector[1] = 1;
            vector[2] = picture.getWidth();
            vectors.add(vector);
        }
        ParquetFile.write(
                Path.of(argument(call, "output_parquet=")),
                ParquetTable.of(Column.texts("filepath", names), Column.vectors("image_embed", vectors)));
    }

    /** As its contract says: a sweep, the weakest of each label, a row a light; no threshold is a file and an exit code. */
    private ContainerResult analyse(ContainerCall call) throws IOException {
        Path out = Path.of(argument(call, "results_dir="));
        if (unreachable) {
            Files.writeString(out.resolve("unreachable_kpi.txt"), "recall 0.97");
            return said(1, "KPI unreachable");
        }
        Path csv = Path.of(argument(call, "inference_results_dir="), "inference.csv");
        ScoredTable table = ScoredTableFile.read(csv, ScoreColumns.DEFAULTS);
        double threshold =
                ThresholdSweep.of(table.scores()).atRecall(1).orElseThrow().threshold();
        Files.writeString(out.resolve("threshold.txt"), threshold + "\n");
        Files.writeString(out.resolve("weak_samples_breakdown.txt"), "of the container\n");
        List<GapRow> gaps = new ArrayList<>();
        Map<String, Integer> kept = new HashMap<>();
        List<ScoredRow> weakest = new ArrayList<>(table.rows());
        weakest.sort(Comparator.comparingDouble(row -> row.ng() ? row.score() : -row.score()));
        for (ScoredRow row : weakest) {
            if (kept.merge(row.label(), 1, Integer::sum) <= Integer.parseInt(argument(call, "top_k_per_label="))) {
                gaps.addAll(lights(call, table.sample(row), row, threshold));
            }
        }
        GapFile.write(out.resolve("kpi_gaps.parquet"), gaps);
        return said(0, "threshold: " + threshold);
    }

    private static List<GapRow> lights(ContainerCall call, SampleRow sample, ScoredRow row, double threshold)
            throws IOException {
        Pictures pictures = SpecDocument.read(Path.of(argument(call, "train_config=")))
                .typed()
                .dataset()
                .pictures();
        Path images = Path.of(argument(call, "kpi_media_path="));
        double weakness = row.ng() ? threshold - row.score() : row.score() - threshold;
        return pictures.lightsOrNone().stream()
                .map(light -> pictures.input(images, sample, light).toString())
                .map(picture -> new GapRow(picture, row.label(), row.score(), weakness))
                .toList();
    }

    /** The nearest of every target in single precision, each once, without saying of which target or how near. */
    private static void mine(ContainerCall call) throws IOException {
        JsonNode spec = LocatedDocument.read(Files.readAllBytes(Path.of(after(call, "-e"))), DocumentFormat.YAML)
                .root();
        ParquetTable source = ParquetFile.read(Path.of(argument(call, "source_parquet=")));
        List<String> names = source.texts("filepath");
        List<float[]> vectors = source.vectors("embedding");
        Set<String> mined = new LinkedHashSet<>();
        for (float[] target :
                ParquetFile.read(Path.of(argument(call, "target_parquet="))).vectors("embedding")) {
            IntStream.range(0, names.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> -dot(vectors.get(i), target)))
                    .limit(spec.path("topn").asInt())
                    .forEach(i -> mined.add(names.get(i)));
        }
        Path out = Path.of(argument(call, "output_parquet="));
        ParquetFile.write(out, ParquetTable.of(Column.texts("filepath", List.copyOf(mined))));
        Files.writeString(out.resolveSibling("mining_summary.txt"), "of the container\n");
    }

    private static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static ContainerResult said(int exitCode, String output) {
        return new ContainerResult(exitCode, output, Duration.ofMillis(5));
    }

    private static void train(ContainerCall call) throws IOException {
        Path out = Path.of(argument(call, "train.results_dir="));
        int epochs = Integer.parseInt(argument(call, "train.num_epochs="));
        ChangeNetSpec spec = spec(call);
        int rows = SampleTableFile.read(Path.of(spec.dataset().training().csvPath()))
                .size();
        int steps = rows / spec.dataset().batchSize();
        Path status = out.resolve("status.json");
        status(status, "STARTED", "Starting Training Loop.", SyncJson.object());
        for (int epoch = 0; epoch < epochs; epoch++) {
            boolean last = epoch == epochs - 1;
            if (last || (epoch + 1) % spec.train().checkpointInterval() == 0) {
                String name = "model_epoch_%03d_step_%05d.pth".formatted(epoch, (epoch + 1) * steps);
                Files.writeString(out.resolve(name), "fake weights " + epoch);
                Path link = out.resolve("changenet_model_classify_latest.pth");
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, Path.of(name));
            }
            running(status, spec, epoch, epochs);
        }
        status(status, "SUCCESS", "Train finished successfully.", SyncJson.object());
        Files.copy(Path.of(after(call, "-e")), out.resolve("experiment.yaml"));
    }

    private static void running(Path status, ChangeNetSpec spec, int epoch, int epochs) throws IOException {
        var further = SyncJson.object().put("epoch", epoch).put("max_epoch", epochs);
        var kpi = further.putObject("kpi").put("train_loss", 1.0 / (epoch + 1));
        if ((epoch + 1) % spec.train().validationInterval() == 0) {
            kpi.put("val_loss", 1.2 / (epoch + 1));
        }
        status(status, "RUNNING", "Train and Val metrics generated.", further);
    }

    private static void status(Path file, String state, String message, JsonNode further) throws IOException {
        var line = SyncJson.object().put("date", "11/21/2026").put("time", "12:0:0");
        line.put("status", state).put("verbosity", "INFO").put("message", message);
        further.properties().forEach(entry -> line.set(entry.getKey(), entry.getValue()));
        append(file, SyncJson.compact(line));
    }

    private static void infer(ContainerCall call) throws IOException {
        ChangeNetSpec spec = spec(call);
        TableLocation table = spec.dataset().inference();
        if (call.argv().stream().anyMatch(word -> word.startsWith("dataset.classify.infer_dataset.csv_path="))) {
            table = new TableLocation(
                    argument(call, "dataset.classify.infer_dataset.csv_path="),
                    argument(call, "dataset.classify.infer_dataset.images_dir="));
        }
        SampleTable asked = SampleTableFile.read(Path.of(table.csvPath()));
        List<String> columns = new ArrayList<>(asked.columns());
        columns.add("siamese_score");
        List<SampleRow> rows = new ArrayList<>();
        for (SampleRow row : asked.rows()) {
            rows.add(row.with("siamese_score", String.valueOf(score(row, table, spec))));
        }
        Path out = Path.of(argument(call, "inference.results_dir="));
        SampleTableFile.write(out.resolve("inference.csv"), new SampleTable(columns, rows));
    }

    private static float score(SampleRow row, TableLocation table, ChangeNetSpec spec) throws IOException {
        Path images = Path.of(table.imagesDir());
        String light = spec.dataset().pictures().lightsOrNone().get(0);
        BufferedImage tested = PictureFile.read(spec.dataset().pictures().input(images, row, light));
        BufferedImage golden = PictureFile.read(spec.dataset().pictures().golden(images, row, light));
        long sum = 0;
        for (int y = 0; y < tested.getHeight(); y++) {
            for (int x = 0; x < tested.getWidth(); x++) {
                sum += Math.abs((tested.getRGB(x, y) & 0xFF) - (golden.getRGB(x, y) & 0xFF));
            }
        }
        // A little of the name keeps equal pictures from tying.
        double crumb = Integer.parseInt(Sha256.of(row.objectName()).hex().substring(0, 4), 16) / 1e9;
        return (float) Math.min(1, sum / (255.0 * tested.getWidth() * tested.getHeight()) + crumb);
    }

    private static ChangeNetSpec spec(ContainerCall call) throws IOException {
        return SpecDocument.read(Path.of(after(call, "-e"))).typed();
    }

    private static String after(ContainerCall call, String word) {
        List<String> argv = call.argv();
        // docker's own -e stands before the image, the task's behind it: the last one counts.
        return argv.get(argv.lastIndexOf(word) + 1);
    }

    private static String argument(ContainerCall call, String start) {
        return call.argv().stream()
                .filter(word -> word.startsWith(start))
                .map(word -> word.substring(start.length()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + start + " in " + call));
    }

    private static void append(Path file, String... lines) {
        try {
            Files.write(file, Arrays.asList(lines), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

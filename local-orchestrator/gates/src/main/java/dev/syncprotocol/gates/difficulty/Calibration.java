package dev.syncprotocol.gates.difficulty;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * The frozen pool that percentiles and cut points come from (preflight.md D26, section 5.8). Never the pool under test:
 * its own quantiles would make any pool balanced.
 */
public final class Calibration {
    private static final String SCHEMA = "sync.difficulty-calibration/1";
    private static final String SHIPPED = "calibration.v1.json";

    private final Map<String, Task> tasks;
    private final ObjectNode tree;

    private Calibration(Map<String, Task> tasks, ObjectNode tree) {
        this.tasks = tasks;
        this.tree = tree;
    }

    /**
     * One task's part.
     *
     * @param tables a table a feature
     * @param easyBelow scores below are easy
     * @param hardFrom scores from here are hard
     */
    record Task(Map<Feature, ValueTable> tables, double easyBelow, double hardFrom) {
        double score(Features features) {
            double sum = 0;
            double weights = 0;
            for (Feature feature : Feature.values()) {
                OptionalDouble figure = features.figure(feature);
                if (figure.isPresent()) {
                    double percentile = tables.get(feature).percentile(figure.getAsDouble());
                    sum += feature.weight() * feature.hardness(percentile);
                    weights += feature.weight();
                }
            }
            return sum / weights;
        }
    }

    /** The calibration this program ships. */
    public static Calibration shipped() {
        try (InputStream in = Calibration.class.getResourceAsStream(SHIPPED)) {
            return read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A calibration file's bytes; {@code data_invalid} where they are none. */
    public static Calibration read(byte[] bytes) {
        JsonNode root = SyncJson.read(new String(bytes, StandardCharsets.UTF_8));
        if (!root.path("schema").asText().equals(SCHEMA) || !root.path("tasks").isObject()) {
            throw new SyncException(ErrorCode.DATA_INVALID, "no calibration file: its schema is not " + SCHEMA);
        }
        Map<String, Task> tasks = new TreeMap<>();
        root.get("tasks").properties().forEach(task -> tasks.put(task.getKey(), task(task.getValue())));
        return new Calibration(tasks, (ObjectNode) root);
    }

    /**
     * Freezes a pool: value tables, and cut points at the 1/3 and 2/3 quantiles of its scores.
     *
     * @param features of every record, by task
     * @param pool digest of the file they were read from
     */
    public static Calibration freeze(Map<String, List<Features>> features, Sha256 pool) {
        ObjectNode root = SyncJson.object()
                .put("schema", SCHEMA)
                .put("lexicon", Lexicon.shipped().version())
                .put("pool_sha256", pool.hex());
        ObjectNode weights = root.putObject("weights");
        for (Feature feature : Feature.values()) {
            weights.put(feature.word(), feature.weight());
        }
        ObjectNode tasks = root.putObject("tasks");
        new TreeMap<>(features).forEach((task, rows) -> tasks.set(task, frozen(rows)));
        return read(SyncJson.compact(root).getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode frozen(List<Features> rows) {
        Map<Feature, ValueTable> tables = new EnumMap<>(Feature.class);
        for (Feature feature : Feature.values()) {
            tables.put(feature, ValueTable.of(figures(rows, feature)));
        }
        Task open = new Task(tables, 0, 0);
        double[] scores = rows.stream().mapToDouble(open::score).sorted().toArray();
        ObjectNode node = SyncJson.object()
                .put("records", rows.size())
                .put("easy_below", scores[scores.length / 3])
                .put("hard_from", scores[2 * scores.length / 3]);
        ObjectNode values = node.putObject("values");
        tables.forEach((feature, table) -> {
            ArrayNode list = values.putArray(feature.word());
            DoubleStream.of(table.values()).forEach(list::add);
        });
        return node;
    }

    private static DoubleStream figures(List<Features> rows, Feature feature) {
        return rows.stream()
                .map(row -> row.figure(feature))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble);
    }

    private static Task task(JsonNode node) {
        Map<Feature, ValueTable> tables = new EnumMap<>(Feature.class);
        for (Feature feature : Feature.values()) {
            List<Double> values = new ArrayList<>();
            node.path("values").path(feature.word()).forEach(value -> values.add(value.doubleValue()));
            tables.put(feature, ValueTable.of(values.stream().mapToDouble(Double::doubleValue)));
        }
        return new Task(
                tables,
                node.path("easy_below").asDouble(),
                node.path("hard_from").asDouble());
    }

    /** The difficulty of a record, 0..1; {@code data_invalid} for a task that was never calibrated. */
    public double score(String task, Features features) {
        return of(task).score(features);
    }

    /** The bucket of a score, by the frozen cut points. */
    public Bucket bucket(String task, double score) {
        Task cut = of(task);
        return score < cut.easyBelow() ? Bucket.EASY : score < cut.hardFrom() ? Bucket.MEDIUM : Bucket.HARD;
    }

    /** The percentile of each feature a record has. */
    ObjectNode percentiles(String task, Features features) {
        ObjectNode node = SyncJson.object();
        for (Feature feature : Feature.values()) {
            features.figure(feature)
                    .ifPresentOrElse(
                            figure -> node.put(
                                    feature.word(),
                                    of(task).tables().get(feature).percentile(figure)),
                            () -> node.putNull(feature.word()));
        }
        return node;
    }

    /** Weights and cut points, as reports print them. */
    ObjectNode summary() {
        ObjectNode node = SyncJson.object().put("calibration_sha256", sha256().hex());
        node.set("weights", tree.path("weights"));
        ObjectNode cuts = node.putObject("cut_points");
        tasks.forEach((name, task) ->
                cuts.putObject(name).put("easy_below", task.easyBelow()).put("hard_from", task.hardFrom()));
        return node;
    }

    /** Digest of the file's content as this program writes it. */
    public Sha256 sha256() {
        return Sha256.of(text());
    }

    /** The file's content. */
    public String text() {
        return SyncJson.compact(tree) + "\n";
    }

    private Task of(String task) {
        Task found = tasks.get(task);
        if (found == null) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    "the calibration knows no task " + task + ", only " + String.join(", ", tasks.keySet()));
        }
        return found;
    }
}

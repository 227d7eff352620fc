package dev.syncprotocol.gates.difficulty;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.ReportFile;
import dev.syncprotocol.gates.SeededOrder;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws the balanced pool (S2-1.8b, preflight.md section 5.9): offenders of the limits are taken out, then the largest
 * sample of the target mix, per task, without repetition, first in seeded order. Whole records, read at the place each
 * metrics row names and verified by digest.
 */
public final class BalancedPool {
    private final Order order;
    private final SeededOrder seeded;
    private final List<Finding> findings = new ArrayList<>();
    private final ObjectNode report = SyncJson.object();

    private BalancedPool(Order order) {
        this.order = order;
        this.seeded = new SeededOrder(order.seed());
    }

    /**
     * What is asked for.
     *
     * @param workspace the rows' sources are seen from here
     * @param target the mix
     * @param limits offenders are removed before sampling
     * @param tasks one sample each
     * @param minPerTask a smaller sample fails
     * @param seed of the order inside a bucket
     */
    public record Order(
            Path workspace, BucketMix target, DifficultyLimits limits, List<String> tasks, int minPerTask, long seed) {
        public Order {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * What was drawn.
     *
     * @param report per task: available, chosen, removed
     * @param findings tasks whose sample is too small; the file is not written then
     */
    public record Outcome(ObjectNode report, List<Finding> findings) {
        public Outcome {
            findings = List.copyOf(findings);
        }
    }

    /** Draws and writes; with a finding nothing is written and the old file stays. */
    public static Outcome write(Path out, List<MetricsRow> rows, Order order) throws IOException {
        BalancedPool pool = new BalancedPool(order);
        List<MetricsRow> chosen = new ArrayList<>();
        order.tasks().forEach(task -> chosen.addAll(pool.sample(task, rows)));
        if (pool.findings.isEmpty()) {
            ReportFile.write(out, pool.lines(chosen));
        }
        return new Outcome(pool.report, pool.findings);
    }

    private List<MetricsRow> sample(String task, List<MetricsRow> rows) {
        List<MetricsRow> own =
                rows.stream().filter(row -> row.task().equals(task)).toList();
        List<MetricsRow> fit =
                own.stream().filter(row -> order.limits().broken(row).isEmpty()).toList();
        Map<Bucket, List<MetricsRow>> buckets = new EnumMap<>(Bucket.class);
        Map<Bucket, Integer> available = new EnumMap<>(Bucket.class);
        for (Bucket bucket : Bucket.values()) {
            List<MetricsRow> members =
                    fit.stream().filter(row -> row.bucket() == bucket).toList();
            buckets.put(bucket, seeded.of(members, MetricsRow::id));
            available.put(bucket, members.size());
        }
        Map<Bucket, Integer> counts = order.target().largest(available);
        List<MetricsRow> chosen = new ArrayList<>();
        counts.forEach((bucket, count) -> chosen.addAll(buckets.get(bucket).subList(0, count)));
        tell(task, own.size() - fit.size(), available, counts, chosen.size());
        return chosen;
    }

    private void tell(
            String task, int removed, Map<Bucket, Integer> available, Map<Bucket, Integer> counts, int chosen) {
        ObjectNode node = report.putObject(task).put("chosen", chosen).put("removed_offenders", removed);
        available.forEach(
                (bucket, count) -> node.withObjectProperty("available").put(bucket.word(), count));
        counts.forEach((bucket, count) -> node.withObjectProperty("counts").put(bucket.word(), count));
        if (chosen < order.minPerTask()) {
            findings.add(Finding.figure(
                    "min_per_task",
                    task,
                    chosen,
                    order.minPerTask(),
                    chosen + " records fit the mix, at least " + order.minPerTask()));
        }
    }

    private byte[] lines(List<MetricsRow> chosen) throws IOException {
        Map<String, byte[]> pools = new HashMap<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (MetricsRow row : chosen) {
            String path = row.source().path();
            if (!pools.containsKey(path)) {
                pools.put(path, Files.readAllBytes(order.workspace().resolve(path)));
            }
            out.write(line(row, pools.get(path)));
            out.write('\n');
        }
        return out.toByteArray();
    }

    /** The record's line with its difficulty and bucket put into its meta. */
    private static byte[] line(MetricsRow row, byte[] pool) {
        MetricsRow.Source source = row.source();
        long end = source.offset() + source.length();
        byte[] bytes = end <= pool.length ? Arrays.copyOfRange(pool, (int) source.offset(), (int) end) : new byte[0];
        if (!Sha256.of(bytes).equals(source.sha256())) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    "the pool changed under its metrics: record " + row.id() + " is no longer at " + source.path());
        }
        ObjectNode tree = (ObjectNode) SyncJson.read(new String(bytes, StandardCharsets.UTF_8));
        tree.withObjectProperty("meta")
                .put("difficulty", row.difficulty())
                .put("bucket", row.bucket().word());
        return SyncJson.compact(tree).getBytes(StandardCharsets.UTF_8);
    }
}

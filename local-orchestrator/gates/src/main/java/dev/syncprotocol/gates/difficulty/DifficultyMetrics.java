package dev.syncprotocol.gates.difficulty;

import dev.syncprotocol.gates.JsonLines;
import dev.syncprotocol.gates.ReportFile;
import dev.syncprotocol.gates.pool.PoolFile;
import dev.syncprotocol.gates.pool.PoolRecord;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Measures a pool: one metrics row a record (S2-1.8a). Same pool, same calibration, same bytes. */
public final class DifficultyMetrics {
    private DifficultyMetrics() {}

    /** Freezes a pool into a calibration. */
    public static Calibration calibrate(PoolFile pool) {
        Map<String, List<Features>> features = pool.records().parallelStream()
                .collect(
                        Collectors.groupingBy(PoolRecord::task, Collectors.mapping(Features::of, Collectors.toList())));
        return Calibration.freeze(features, pool.sha256());
    }

    /**
     * The rows of a pool, in its order.
     *
     * @param path of the pool as rows name it, inside the workspace
     */
    public static List<MetricsRow> of(PoolFile pool, String path, Calibration calibration) {
        return IntStream.range(0, pool.records().size())
                .parallel()
                .mapToObj(i -> row(pool.records().get(i), pool.lines().get(i), path, calibration))
                .toList();
    }

    private static MetricsRow row(PoolRecord entry, JsonLines.Line line, String path, Calibration calibration) {
        Features features = Features.of(entry);
        double score = calibration.score(entry.task(), features);
        MetricsRow.Source source =
                new MetricsRow.Source(path, line.offset(), line.bytes().length, Sha256.of(line.bytes()));
        return new MetricsRow(
                entry.id(),
                entry.task(),
                features,
                entry.meta().gold(),
                score,
                calibration.bucket(entry.task(), score),
                source);
    }

    /** Writes the rows, whole or not at all. */
    public static void write(Path file, List<MetricsRow> rows, Calibration calibration) throws IOException {
        Sha256 digest = calibration.sha256();
        StringBuilder text = new StringBuilder();
        rows.forEach(row ->
                text.append(SyncJson.compact(row.tree(calibration, digest))).append('\n'));
        ReportFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Reads rows back; {@code data_invalid}, with file and line, for one that is none. */
    public static List<MetricsRow> read(Path file) throws IOException {
        List<MetricsRow> rows = new ArrayList<>();
        for (JsonLines.Line line : JsonLines.read(file)) {
            rows.add(MetricsRow.of(line.tree(file)));
        }
        return rows;
    }
}

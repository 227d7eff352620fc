package dev.syncprotocol.runs.store;

import java.nio.file.Path;
import java.util.Set;

/**
 * The places inside a run's folder (run-store.md section 7).
 *
 * @param path the folder, absolute
 */
public record RunFolder(Path path) {
    /** The only configuration a trainer reads. */
    public static final String LOCK = "config.lock.json";
    /** The list of files with digests. */
    public static final String MANIFEST = "manifest.json";
    /** The same for {@code sha256sum}. */
    public static final String SUMS = "SHA256SUMS";
    /** The evaluations. */
    public static final String METRICS = "metrics.csv";
    /** The copy of the best step. */
    public static final String BEST = "artifacts/checkpoints/best.pt";
    /** One file a step. */
    public static final String CHECKPOINTS = "artifacts/checkpoints";
    /** The report for people. */
    public static final String SUMMARY = "reports/summary.md";
    /** One picture a metric. */
    public static final String CHARTS = "reports/charts";
    /** All output. */
    public static final String LOGS = "logs";
    /** Errors only. */
    public static final String ERRORS = "logs/errors.log";
    /** A torn last row. */
    public static final String TORN = "logs/metrics.torn";
    /** Event files. */
    public static final String TENSORBOARD = "logs/tensorboard";
    /** What was deleted while the run was open. */
    public static final String TOMBSTONES = "tombstones.jsonl";
    /** Earlier manifests. */
    public static final String HISTORY = "manifest.history";
    /** Held while somebody writes. */
    public static final String RUN_LOCK = ".run.lock";
    /** There while a finish or a cleanup is under way. */
    public static final String CLOSING = ".closing";

    /** Never listed, never hashed. */
    private static final Set<String> UNLISTED = Set.of(MANIFEST, SUMS, RUN_LOCK, CLOSING);

    /** The place of a file of the run. */
    public Path at(String relative) {
        return path.resolve(relative);
    }

    /** The run's name, which is its folder's. */
    public String name() {
        return path.getFileName().toString();
    }

    static boolean listed(String relative) {
        return !UNLISTED.contains(relative) && !relative.startsWith(HISTORY + "/");
    }

    /** The name of a step's checkpoint. */
    public static String checkpoint(long step) {
        return String.format("%s/step-%06d.pt", CHECKPOINTS, step);
    }
}

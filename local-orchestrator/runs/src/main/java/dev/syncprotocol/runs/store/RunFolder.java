package dev.syncprotocol.runs.store;

import java.nio.file.Path;
import java.util.Set;

/**
 * The places inside a run's folder (run-store.md section 7).
 *
 * @param path the folder, absolute
 */
public record RunFolder(Path path) {
    /** The configuration of the run, written once. */
    public static final String LOCK = "config.lock.json";
    /** What the run holds, with digests. */
    public static final String MANIFEST = "manifest.json";
    /** The digests for coreutils. */
    public static final String SUMS = "SHA256SUMS";
    /** The evaluations. */
    public static final String METRICS = "metrics.csv";
    /** The best checkpoint, a copy made by finish. */
    public static final String BEST = "artifacts/checkpoints/best.pt";
    /** Where the checkpoints are. */
    public static final String CHECKPOINTS = "artifacts/checkpoints";
    /** The page for people. */
    public static final String SUMMARY = "reports/summary.md";
    /** Where the charts are. */
    public static final String CHARTS = "reports/charts";
    /** Where the logs are. */
    public static final String LOGS = "logs";
    /** Records of level error. */
    public static final String ERRORS = "logs/errors.log";
    /** Bytes of an unfinished row. */
    public static final String TORN = "logs/metrics.torn";
    /** Where the event files are. */
    public static final String TENSORBOARD = "logs/tensorboard";
    /** What was deleted while the run was open. */
    public static final String TOMBSTONES = "tombstones.jsonl";
    /** Earlier final manifests. */
    public static final String HISTORY = "manifest.history";
    /** The lock a trainer holds. */
    public static final String RUN_LOCK = ".run.lock";
    /** The mark of a finish under way. */
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

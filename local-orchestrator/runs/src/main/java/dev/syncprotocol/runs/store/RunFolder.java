package dev.syncprotocol.runs.store;

import java.nio.file.Path;
import java.util.Set;

/**
 * The places inside a run's folder (run-store.md section 7).
 *
 * @param path the folder, absolute
 */
record RunFolder(Path path) {
    static final String LOCK = "config.lock.json";
    static final String MANIFEST = "manifest.json";
    static final String SUMS = "SHA256SUMS";
    static final String METRICS = "metrics.csv";
    static final String BEST = "artifacts/checkpoints/best.pt";
    static final String CHECKPOINTS = "artifacts/checkpoints";
    static final String SUMMARY = "reports/summary.md";
    static final String CHARTS = "reports/charts";
    static final String LOGS = "logs";
    static final String ERRORS = "logs/errors.log";
    static final String TORN = "logs/metrics.torn";
    static final String TENSORBOARD = "logs/tensorboard";
    static final String TOMBSTONES = "tombstones.jsonl";
    static final String HISTORY = "manifest.history";
    static final String RUN_LOCK = ".run.lock";
    static final String CLOSING = ".closing";

    /** Never listed, never hashed. */
    private static final Set<String> UNLISTED = Set.of(MANIFEST, SUMS, RUN_LOCK, CLOSING);

    Path at(String relative) {
        return path.resolve(relative);
    }

    /** The run's name, which is its folder's. */
    String name() {
        return path.getFileName().toString();
    }

    static boolean listed(String relative) {
        return !UNLISTED.contains(relative) && !relative.startsWith(HISTORY + "/");
    }

    /** The name of a step's checkpoint. */
    static String checkpoint(long step) {
        return String.format("%s/step-%06d.pt", CHECKPOINTS, step);
    }
}

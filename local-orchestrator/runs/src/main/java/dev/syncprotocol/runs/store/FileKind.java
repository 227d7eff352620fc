package dev.syncprotocol.runs.store;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a file of a run is, told by its place (run-store.md sections 7 and 8.3). */
public enum FileKind {
    CONFIG,
    METRICS,
    LOG,
    TENSORBOARD,
    CHECKPOINT,
    BEST,
    REPORT,
    CHART,
    OTHER;

    private static final Pattern STEP = Pattern.compile("artifacts/checkpoints/step-(\\d{6,18})\\.pt");

    /** The kind of the file at this path below the run. */
    static FileKind of(String path) {
        return switch (path) {
            case RunFolder.LOCK -> CONFIG;
            case RunFolder.METRICS -> METRICS;
            case RunFolder.BEST -> BEST;
            default -> byFolder(path);
        };
    }

    /** The step in a checkpoint's name; empty for any other file. */
    public static OptionalLong step(String path) {
        Matcher name = STEP.matcher(path);
        return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
    }

    /** The word in a manifest. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static FileKind byFolder(String path) {
        if (step(path).isPresent()) {
            return CHECKPOINT;
        }
        if (path.startsWith("logs/tensorboard/")) {
            return TENSORBOARD;
        }
        if (path.startsWith("logs/")) {
            return LOG;
        }
        if (path.startsWith("reports/charts/")) {
            return CHART;
        }
        return path.startsWith("reports/") ? REPORT : OTHER;
    }
}

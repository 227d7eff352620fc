package dev.syncprotocol.runs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Times as this product writes them: {@code YYYYmmdd_HHMMSS} in names, ISO 8601 with {@code Z} inside files, UTC. */
public final class Timestamp {
    private static final DateTimeFormatter IN_NAMES =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);

    private Timestamp() {}

    /** The form for names. */
    public static String inName(Instant at) {
        return IN_NAMES.format(at);
    }

    /** The form inside files, to the millisecond. */
    public static String inFile(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** The first free path {@code folder/<prefix><ts><suffix>}; a second one of the same second gets {@code _2}. */
    public static Path freePath(Path folder, String prefix, Instant at, String suffix) {
        Path path = folder.resolve(prefix + inName(at) + suffix);
        for (int n = 2; Files.exists(path); n++) {
            path = folder.resolve(prefix + inName(at) + "_" + n + suffix);
        }
        return path;
    }
}

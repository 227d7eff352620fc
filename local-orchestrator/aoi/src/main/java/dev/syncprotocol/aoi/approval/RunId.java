package dev.syncprotocol.aoi.approval;

import dev.syncprotocol.runs.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * {@code run_<YYYYMMDD_HHMMSS>}: a run's name and the name of its directory.
 *
 * @param value the name
 */
public record RunId(String value) {
    private static final String PREFIX = "run_";
    private static final Pattern FORM = Pattern.compile(PREFIX + "\\d{8}_\\d{6}");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss");

    public RunId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a run is named run_<YYYYMMDD_HHMMSS>, found: " + value);
        }
        time(value);
    }

    /** The run proposed at this instant. */
    public static RunId proposedAt(Instant at) {
        return new RunId(PREFIX + Timestamp.inName(at));
    }

    /** When it was proposed. */
    public Instant proposed() {
        return time(value);
    }

    private static Instant time(String value) {
        try {
            return LocalDateTime.parse(value.substring(PREFIX.length()), TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no such time: " + value, e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

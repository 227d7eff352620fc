package dev.syncprotocol.runs.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a run and of its folder: {@code exp-YYYYMMDD-HHMM-<slug>}, UTC (run-store.md C18, C24).
 *
 * @param value the name
 */
public record RunId(String value) {
    private static final Pattern FORM = Pattern.compile("exp-\\d{8}-\\d{4}-[a-z0-9]+(-[a-z0-9]+)*");
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmm").withZone(ZoneOffset.UTC);
    private static final int LONGEST_SLUG = 48;

    public RunId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a run id is exp-YYYYMMDD-HHMM-<slug>, found: " + value);
        }
    }

    /** The id of a run that begins now. */
    public static RunId of(Instant at, String slug) {
        return new RunId("exp-" + minute(at) + "-" + slug);
    }

    /** Whether a name is a run id. */
    public static boolean isOne(String name) {
        return FORM.matcher(name).matches();
    }

    /** {@code YYYYMMDD-HHMM}. */
    static String minute(Instant at) {
        return MINUTE.format(at);
    }

    /** Text as the slug of an id; {@code run} where nothing of it can stay. */
    public static String slug(String text) {
        String dashed = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String cut = dashed.replaceAll("^-", "");
        cut = cut.substring(0, Math.min(LONGEST_SLUG, cut.length())).replaceAll("-$", "");
        return cut.isEmpty() ? "run" : cut;
    }

    @Override
    public String toString() {
        return value;
    }
}

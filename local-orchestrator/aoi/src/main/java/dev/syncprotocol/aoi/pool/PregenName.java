package dev.syncprotocol.aoi.pool;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an object's name tells: {@code <texture>+<defect>_<n>} (specification §7.3).
 *
 * @param type {@code <texture>+<defect>}, or {@code ng}
 * @param label the defect, lower-case, or {@code ng}
 */
record PregenName(String type, String label) {
    private static final Pattern TYPED = Pattern.compile("([^+]*)\\+(.+)_[^_]*");
    private static final String UNTYPED = "ng";

    static PregenName of(String objectName) {
        Matcher typed = TYPED.matcher(objectName);
        if (!typed.matches() || typed.group(2).isBlank()) {
            return new PregenName(UNTYPED, UNTYPED);
        }
        String defect = typed.group(2).strip().toLowerCase(Locale.ROOT);
        return new PregenName(typed.group(1) + "+" + defect, defect);
    }
}

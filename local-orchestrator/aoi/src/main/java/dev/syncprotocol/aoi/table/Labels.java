package dev.syncprotocol.aoi.table;

import java.util.Locale;

/** The label rule of specification §7.1: {@code PASS} verbatim, anything else lower-case and stripped. */
public final class Labels {
    public static final String PASS = "PASS";

    private Labels() {}

    /** The canonical form of a label. */
    public static String canonical(String label) {
        return isPass(label) ? PASS : label.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether this is the good label, case and blanks included. */
    public static boolean isPass(String label) {
        return PASS.equals(label);
    }

    /** Whether a label would be PASS if case or blanks were ignored: neither class may be believed. */
    public static boolean isDoubtful(String label) {
        return !isPass(label) && PASS.equalsIgnoreCase(label.strip());
    }
}

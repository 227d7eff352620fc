package dev.syncprotocol.runs.store;

import java.util.Locale;

/** Which values of a metric are better; stated, never guessed from its name (run-store.md C21). */
public enum Mode {
    /** Larger is better. */
    MAX,
    /** Smaller is better. */
    MIN;

    /** The mode of this word. */
    public static Mode of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** {@code max} or {@code min}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a value beats another by more than {@code margin}; equal values never do. */
    public boolean better(double value, double than, double margin) {
        return this == MAX ? value - than > margin : than - value > margin;
    }

    /** In words, for people. */
    public String meaning() {
        return this == MAX ? "larger is better" : "smaller is better";
    }
}

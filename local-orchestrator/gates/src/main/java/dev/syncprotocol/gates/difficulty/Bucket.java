package dev.syncprotocol.gates.difficulty;

import java.util.Locale;

/** A difficulty bucket. */
public enum Bucket {
    EASY,
    MEDIUM,
    HARD;

    /** As files write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The bucket of this word; {@link IllegalArgumentException} for another. */
    public static Bucket of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}

package dev.syncprotocol.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * One side of the hand-over: {@code cursor}, {@code gemini} or another declared name (coordinator.md section 2).
 *
 * @param name {@code [a-z][a-z0-9_-]{0,31}}
 */
public record Party(@JsonValue String name) implements Comparable<Party> {
    // First of the constants: the others are checked against it.
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

    /** The local party of the seed documents. */
    public static final Party CURSOR = new Party("cursor");

    /** The external party of the seed documents. */
    public static final Party GEMINI = new Party("gemini");

    @JsonCreator
    public Party {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("a party is named [a-z][a-z0-9_-]{0,31}, found: " + name);
        }
    }

    @Override
    public int compareTo(Party other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}

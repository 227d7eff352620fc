package dev.syncprotocol.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The number of a round: from 1, without gaps.
 *
 * @param value at least 1
 */
public record RoundNumber(@JsonValue int value) implements Comparable<RoundNumber> {
    /** The first round. */
    public static final RoundNumber FIRST = new RoundNumber(1);

    @JsonCreator
    public RoundNumber {
        if (value < 1) {
            throw new IllegalArgumentException("rounds are numbered from 1, found: " + value);
        }
    }

    /** The round after this one. */
    public RoundNumber next() {
        return new RoundNumber(value + 1);
    }

    @Override
    public int compareTo(RoundNumber other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}

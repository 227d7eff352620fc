package dev.syncprotocol.coordinator.round;

import dev.syncprotocol.protocol.RoundNumber;
import java.util.regex.Pattern;

/**
 * The name of one launch and of its folder: {@code r0001-l0002} is the second launch of round 1.
 *
 * @param value the name
 */
public record LaunchId(String value) {
    private static final Pattern FORM = Pattern.compile("r[0-9]{4,}-l[0-9]{4,}");

    /** Refuses any other form, so that an id is always safe as a folder's name. */
    public LaunchId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a launch is named r0001-l0002, found: " + value);
        }
    }

    /** The {@code number}-th launch of a round, from 1. */
    public static LaunchId of(RoundNumber round, int number) {
        return new LaunchId(String.format("r%04d-l%04d", round.value(), number));
    }

    @Override
    public String toString() {
        return value;
    }
}

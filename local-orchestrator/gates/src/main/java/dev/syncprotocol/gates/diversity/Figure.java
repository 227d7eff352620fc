package dev.syncprotocol.gates.diversity;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A measured number, or the reason why there is none. Never a zero that stands for "not computed" (preflight.md section
 * 5.1, rule 4).
 *
 * @param value finite where present
 * @param reason present exactly when the value is not; one clause for people
 */
public record Figure(OptionalDouble value, Optional<String> reason) {
    /** Refuses a number that is not finite, and both or neither of the two parts. */
    public Figure {
        if (value.isPresent() == reason.isPresent()) {
            throw new IllegalArgumentException("a figure has a value or a reason");
        }
        if (value.isPresent() && !Double.isFinite(value.getAsDouble())) {
            throw new IllegalArgumentException("a figure is finite, found " + value.getAsDouble());
        }
    }

    /** A computed number. */
    public static Figure of(double value) {
        return new Figure(OptionalDouble.of(value), Optional.empty());
    }

    /** A number that cannot be computed, with the reason. */
    public static Figure missing(String reason) {
        return new Figure(OptionalDouble.empty(), Optional.of(reason));
    }

    /** {@code part / whole}, missing with the given reason where the whole is 0. */
    static Figure ratio(double part, long whole, String reasonForZero) {
        return whole == 0 ? missing(reasonForZero) : of(part / whole);
    }
}

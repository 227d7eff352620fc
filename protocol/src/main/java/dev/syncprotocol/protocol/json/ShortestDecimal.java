package dev.syncprotocol.protocol.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The decimal with the fewest digits that reads back as a given double; among those, the nearest to it.
 *
 * <p>Java 17's {@code Double.toString} sometimes gives one digit too many, so the digits are searched for, not trusted.
 */
final class ShortestDecimal {
    private static final int MOST_DIGITS = 17;

    private ShortestDecimal() {}

    /** For a finite value above zero; trailing zeros stripped. */
    static BigDecimal of(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < MOST_DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }
}

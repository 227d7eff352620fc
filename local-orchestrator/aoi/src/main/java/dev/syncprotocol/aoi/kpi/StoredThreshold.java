package dev.syncprotocol.aoi.kpi;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * The threshold that is stored and deployed: one that separates the weakest flagged NG sample in 64-bit and in 32-bit comparison alike
 * (specification §11.2).
 *
 * @param value the threshold
 * @param candidate the threshold the sweep chose
 * @param rule why {@code value} is what it is
 */
public record StoredThreshold(double value, double candidate, Rule rule) {
    /** What a decimal in full may take: 17 digits after some twenty zeros. */
    static final int MOST_PLAIN = 40;

    private static final int DIGITS = 17;

    /** How a stored threshold follows from the sweep's candidate. */
    public enum Rule {
        /** The candidate is a score and separates as a 32-bit float too. */
        CANDIDATE,
        /** The largest 32-bit float below the weakest flagged NG score. */
        FLOAT32_BELOW_WEAKEST_NG,
        /** A container chose it; measured from, never stored as the deployed one. */
        CONTAINER;

        /** The word in files. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The stored threshold for a candidate of the sweep. */
    public static StoredThreshold of(LabelledScores scores, double candidate) {
        double weakest = scores.weakestNgAbove(candidate);
        boolean isScore = candidate >= scores.lowest();
        if (Double.isNaN(weakest) || isScore && (float) candidate < (float) weakest) {
            return new StoredThreshold(candidate, candidate, Rule.CANDIDATE);
        }
        return new StoredThreshold(Math.nextDown((float) weakest), candidate, Rule.FLOAT32_BELOW_WEAKEST_NG);
    }

    /** The shortest decimal that reads back as the same number. */
    public String decimal() {
        return decimal(value);
    }

    /** As a hexadecimal float, for example {@code 0x1.999999999999ap-3}. */
    public String hex() {
        return hexOf(value);
    }

    static String hexOf(double number) {
        return Double.toHexString(number);
    }

    /** The shortest decimal that reads back as this finite number, without an exponent where {@link #MOST_PLAIN} characters hold it. */
    public static String decimal(double number) {
        return unfolded(shortest(number));
    }

    /** A decimal in full, {@code 0.00001} and not {@code 1.0E-5}; in the short form where it would have more than {@link #MOST_PLAIN} characters. */
    static String unfolded(BigDecimal number) {
        String full = plain(number).toPlainString();
        return full.length() <= MOST_PLAIN ? full : number.toString();
    }

    /** As {@link #decimal(double)}, as a number for JSON. */
    public static BigDecimal shortest(double number) {
        BigDecimal exact = new BigDecimal(number);
        for (int digits = 1; digits < DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == number) {
                return plain(rounded);
            }
        }
        return plain(exact.round(new MathContext(DIGITS, RoundingMode.HALF_EVEN)));
    }

    /** Whole numbers keep one decimal, so that every reader takes them for floats. */
    private static BigDecimal plain(BigDecimal number) {
        return number.scale() < 1 ? number.setScale(1, RoundingMode.UNNECESSARY) : number;
    }
}

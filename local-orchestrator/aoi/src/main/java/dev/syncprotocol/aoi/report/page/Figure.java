package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.kpi.StoredThreshold;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as the page writes them. A threshold is never rounded: the printed number must separate what the stored one does. */
public final class Figure {
    /** Stands where a figure is missing. */
    public static final String NONE = "—";

    private static final int SCORE_DIGITS = 5;
    private static final int DIGITS = 8;

    private Figure() {}

    /** Two decimals, without a sign: {@code 48.16}. */
    public static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** As {@link #percent} with the unit; {@link #NONE} without a number. */
    public static String percent(OptionalDouble value) {
        return value.isPresent() ? percent(value.getAsDouble()) + " %" : NONE;
    }

    /** Percentage points with their sign: {@code −12.50 pp}. */
    public static String points(double change) {
        String sign = change > 0 ? "+" : change < 0 ? "−" : "±";
        return sign + percent(Math.abs(change)) + " pp";
    }

    /** A threshold in full: the shortest decimal that reads back as the same number. */
    public static String threshold(OptionalDouble value) {
        return value.isPresent() ? StoredThreshold.decimal(value.getAsDouble()) : NONE;
    }

    /** A score to look at: five significant digits. */
    public static String score(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(SCORE_DIGITS));
        return rounded.abs().compareTo(new BigDecimal("0.0001")) < 0 && rounded.signum() != 0
                ? String.format(Locale.ROOT, "%.2e", value)
                : minus(rounded.stripTrailingZeros().toPlainString());
    }

    /** A bound in percent with three significant digits: {@code 4.87 %}. */
    public static String bound(double percent) {
        BigDecimal rounded = new BigDecimal(percent).round(new MathContext(3));
        return rounded.stripTrailingZeros().toPlainString() + " %";
    }

    /** A cosine with two digits, as a cut-off is given. */
    static String cosine(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** A number that was written by a person or read from a file, without needless zeros. */
    public static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** Without the digits that multiples such as 3 × 0.1 carry and nobody means. */
    static String rounded(double value) {
        return new BigDecimal(value)
                .round(new MathContext(DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** {@code 1 sample}, {@code 3 samples}. */
    public static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private static String minus(String number) {
        return number.replace('-', '−');
    }
}

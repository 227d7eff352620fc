package dev.syncprotocol.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** Figures for people: four decimals, or four significant digits below one. Files and {@code --json} keep every digit. */
final class RoundedFigures {
    private static final int DIGITS = 4;
    private static final Pattern LONG = Pattern.compile("(?<![\\w.])-?\\d+\\.\\d{5,}(?:E-?\\d+)?(?![\\w.])");

    private RoundedFigures() {}

    /** A text whose long figures are rounded. */
    static String in(String text) {
        return LONG.matcher(text).replaceAll(figure -> rounded(new BigDecimal(figure.group())));
    }

    private static String rounded(BigDecimal exact) {
        BigDecimal short4 = exact.abs().compareTo(BigDecimal.ONE) < 0
                ? exact.round(new MathContext(DIGITS, RoundingMode.HALF_EVEN))
                : exact.setScale(DIGITS, RoundingMode.HALF_EVEN);
        return short4.stripTrailingZeros().toPlainString();
    }
}

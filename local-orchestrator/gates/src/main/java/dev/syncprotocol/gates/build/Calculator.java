package dev.syncprotocol.gates.build;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The tool {@code calc}: arithmetic with {@code + - * / x × ÷ ^ %} and brackets on decimal numbers, thousands commas
 * allowed. {@code 20%} is 0.2. Division is exact to 34 digits; results are shown with at most six decimals.
 */
public final class Calculator {
    private static final int DECIMALS = 6;
    private static final int LARGEST_POWER = 1_000;

    private final String text;
    private int at;

    private Calculator(String text) {
        this.text = text;
    }

    /** The value of an expression; empty for what is none, for a division by zero and for a power that is no small integer. */
    public static Optional<BigDecimal> value(String expression) {
        Calculator calculator =
                new Calculator(expression.replaceAll("[\\s$]", "").replaceAll("(?<=\\d),(?=\\d{3})", ""));
        try {
            BigDecimal value = calculator.sum();
            return calculator.at == calculator.text.length() ? Optional.of(value) : Optional.empty();
        } catch (ArithmeticException | NumberFormatException e) {
            // No expression: the caller is told by the empty answer.
            return Optional.empty();
        }
    }

    /** A value as the tool shows it: plain, without trailing zeros. */
    public static String shown(BigDecimal value) {
        BigDecimal rounded = value.setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return rounded.scale() < 0
                ? rounded.setScale(0, RoundingMode.UNNECESSARY).toPlainString()
                : rounded.toPlainString();
    }

    private BigDecimal sum() {
        BigDecimal value = product();
        while (true) {
            if (takes('+')) {
                value = value.add(product());
            } else if (takes('-') || takes('−')) {
                value = value.subtract(product());
            } else {
                return value;
            }
        }
    }

    private BigDecimal product() {
        BigDecimal value = power();
        while (true) {
            if (takes('*') || takes('x') || takes('×')) {
                value = value.multiply(power());
            } else if (takes('/') || takes('÷')) {
                value = value.divide(power(), MathContext.DECIMAL128);
            } else {
                return value;
            }
        }
    }

    private BigDecimal power() {
        BigDecimal base = signed();
        if (!takes('^')) {
            return base;
        }
        int exponent = power().intValueExact();
        if (Math.abs(exponent) > LARGEST_POWER) {
            throw new ArithmeticException("too large a power");
        }
        return base.pow(exponent, MathContext.DECIMAL128);
    }

    private BigDecimal signed() {
        if (takes('-')) {
            return signed().negate();
        }
        BigDecimal value = takes('(') ? bracket() : number();
        return takes('%') ? value.movePointLeft(2) : value;
    }

    private BigDecimal bracket() {
        BigDecimal value = sum();
        if (!takes(')')) {
            throw new NumberFormatException("a bracket stays open");
        }
        return value;
    }

    private BigDecimal number() {
        int begin = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        return new BigDecimal(text.substring(begin, at));
    }

    private boolean takes(char c) {
        boolean here = at < text.length() && text.charAt(at) == c;
        at += here ? 1 : 0;
        return here;
    }
}

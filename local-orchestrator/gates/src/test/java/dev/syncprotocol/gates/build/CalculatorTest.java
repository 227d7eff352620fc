package dev.syncprotocol.gates.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalculatorTest {
    /** To see it red: let {@code -} bind tighter than {@code *}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "48/2 | 24",
                "2+3*4 | 14",
                "(2+3)*4 | 20",
                "7-2-1 | 4",
                "-3+5 | 2",
                "2^3^2 | 512",
                "20%*50 | 10",
                "0.1+0.2 | 0.3",
                "1,450+50 | 1500",
                "3 x 4 | 12",
                "12÷5 | 2.4",
                "1/3 | 0.333333",
                "$16 - $3 | 13",
                "2*-3 | -6",
                "1000000*1000 | 1000000000"
            })
    void worksOutWhatTheAnnotationsHold(String expression, String expected) {
        assertThat(Calculator.value(expression).map(Calculator::shown)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1/0", "2+", "(1", "1)", "x", "1 2 three", "2^2000", "2^0.5", "1..2"})
    void answersNothingForWhatIsNoExpression(String expression) {
        assertThat(Calculator.value(expression)).isEmpty();
    }

    @Test
    void showsNoTrailingZeros() {
        assertThat(Calculator.shown(new BigDecimal("10.500"))).isEqualTo("10.5");
        assertThat(Calculator.shown(new BigDecimal("1E+3"))).isEqualTo("1000");
    }
}

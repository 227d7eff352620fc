package dev.syncprotocol.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
    /** RFC 8785 appendix B and interfaces.md section 4. To see it red: put the exponent's sign first in ShortestDecimal. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "-0.0, 0",
        "1.0, 1",
        "1e21, 1e+21",
        "1e20, 100000000000000000000",
        "1e23, 1e+23",
        "9.5e-7, 9.5e-7",
        "0.000001, 0.000001",
        "333333333.33333329, 333333333.3333333",
        "5e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "9007199254740993, 9007199254740992",
        "-1.5e-300, -1.5e-300",
        "2e-3, 0.002",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "4.50, 4.5",
    })
    void writesNumbersAsEcmaScriptDoes(String json, String canonical) {
        assertThat(canonical("[" + json + "]")).isEqualTo("[" + canonical + "]");
    }

    @Test
    void sortsKeysByUtf16UnitsAndEscapesShortly() {
        String json = "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew\",\"1\":\"One\","
                + "\"\\ud83d\\ude00\":\"Emoji\",\"\\u0080\":\"Control\",\"\\u00f6\":\"o\",\"a\":\"\\u001f\\/\\b\"}";
        assertThat(canonical(json))
                .isEqualTo(
                        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"a\":\"\\u001f/\\b\",\"\u0080\":\"Control\","
                                + "\"\u00f6\":\"o\",\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji\",\"\ufb33\":\"Hebrew\"}");
    }

    @Test
    void readsBackEveryRandomDouble() {
        SplittableRandom random = new SplittableRandom(20250823);
        for (int i = 0; i < 2_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                String text =
                        canonical("[" + new java.math.BigDecimal(value).round(new java.math.MathContext(17)) + "]");
                assertThat(Double.parseDouble(text.substring(1, text.length() - 1)))
                        .isEqualTo(value == 0 ? 0 : value);
            }
        }
    }

    @Test
    void refusesNumbersBeyondDoubles() {
        assertThatThrownBy(() -> canonical("[1e400]")).isInstanceOf(IllegalArgumentException.class);
    }

    private static String canonical(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return CanonicalJson.text(
                LocatedDocument.read(bytes, DocumentFormat.JSON).root());
    }
}

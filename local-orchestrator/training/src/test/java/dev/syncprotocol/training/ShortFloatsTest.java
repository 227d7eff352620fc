package dev.syncprotocol.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortFloatsTest {
    /** IEEE 754's own values. */
    @ParameterizedTest
    @CsvSource({
        "0x0000, 0",
        "0x3c00, 1",
        "0xc000, -2",
        "0x7bff, 65504",
        "0x3555, 0.33325195",
        "0x0400, 6.1035156e-5",
        "0x03ff, 6.097555e-5",
        "0x0001, 5.9604645e-8",
        "0x7c00, Infinity",
        "0xfc00, -Infinity"
    })
    void widensHalves(String bits, float value) {
        assertThat(ShortFloats.ofHalf(Integer.decode(bits).shortValue())).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"0x3f80, 1", "0xc040, -3", "0x7f7f, 3.3895314e38", "0x0001, 9.1835e-41", "0x7f80, Infinity"})
    void widensBrainFloats(String bits, float value) {
        assertThat(ShortFloats.ofBrain(Integer.decode(bits).shortValue())).isEqualTo(value);
    }

    /** All 65,536 of each kind, NaN apart. Red when a tie is rounded up or a subnormal is lost. */
    @Test
    void narrowsWhatItWidened() {
        IntStream.range(0, 1 << 16).forEach(i -> {
            float half = ShortFloats.ofHalf((short) i);
            float brain = ShortFloats.ofBrain((short) i);
            assertThat(Float.isNaN(half) || ShortFloats.toHalf(half) == (short) i)
                    .as("half %04x", i)
                    .isTrue();
            assertThat(Float.isNaN(brain) || ShortFloats.toBrain(brain) == (short) i)
                    .as("brain %04x", i)
                    .isTrue();
        });
    }

    @Test
    void roundsTiesToEvenAndKeepsNaN() {
        assertThat(ShortFloats.toHalf(1 + 1 / 2048f)).isEqualTo((short) 0x3c00);
        assertThat(ShortFloats.toHalf(1 + 3 / 2048f)).isEqualTo((short) 0x3c02);
        assertThat(ShortFloats.toHalf(65519)).isEqualTo((short) 0x7bff);
        assertThat(ShortFloats.toHalf(65520)).isEqualTo((short) 0x7c00);
        assertThat(ShortFloats.toHalf(3e-8f)).isEqualTo((short) 1);
        assertThat(ShortFloats.toBrain(1 + 1 / 256f)).isEqualTo((short) 0x3f80);
        assertThat(ShortFloats.toBrain(1 + 3 / 256f)).isEqualTo((short) 0x3f82);
        assertThat(ShortFloats.ofHalf(ShortFloats.toHalf(Float.NaN))).isNaN();
        assertThat(ShortFloats.ofBrain(ShortFloats.toBrain(Float.NaN))).isNaN();
    }
}

package dev.syncprotocol.djl.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationTest {
    private static final int SIDE = 16;

    /** Red when right and left, or down and up, are mixed up. */
    @ParameterizedTest
    @CsvSource({"0,0", "1,0", "0,1", "-1,0", "0,-1", "2,-2", "-2,1"})
    void findsHowFarAGoldenLiesOff(int right, int down) {
        Raster golden = noise();
        Registration.Shift shift = new Registration.Shift(right, down);

        assertThat(Registration.of(Registration.moved(golden, shift), golden)).isEqualTo(shift);
    }

    @Test
    void looksAtStructureAndNotAtBrightness() {
        Raster golden = noise();
        Raster moved = Registration.moved(golden, new Registration.Shift(1, 1));
        byte[] brighter = moved.planes().clone();
        for (int i = 0; i < brighter.length; i++) {
            brighter[i] += 60;
        }

        assertThat(Registration.of(new Raster(SIDE, SIDE, brighter), golden)).isEqualTo(new Registration.Shift(1, 1));
    }

    @Test
    void movesNothingWhereNothingIsToBeSeen() {
        Raster even = new Raster(SIDE, SIDE, new byte[3 * SIDE * SIDE]);

        assertThat(Registration.of(even, even)).isEqualTo(new Registration.Shift(0, 0));
        assertThat(Registration.moved(even, new Registration.Shift(0, 0))).isSameAs(even);
    }

    @Test
    void leavesAPictureSmallerThanItsReachWhereItIs() {
        Raster dot = new Raster(3, 3, new byte[27]);

        assertThat(Registration.of(dot, dot)).isEqualTo(new Registration.Shift(0, 0));
    }

    private static Raster noise() {
        byte[] planes = new byte[3 * SIDE * SIDE];
        Random random = new Random(5);
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (byte) random.nextInt(150);
        }
        return new Raster(SIDE, SIDE, planes);
    }
}

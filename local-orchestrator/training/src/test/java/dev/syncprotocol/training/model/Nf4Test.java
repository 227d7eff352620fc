package dev.syncprotocol.training.model;

import static dev.syncprotocol.training.Golden.FLOATS;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.Golden;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Nf4Test {
    static List<JsonNode> nf4() {
        return Golden.cases("nf4");
    }

    /** Red when the nibbles change places or a bound lies elsewhere than half way. */
    @ParameterizedTest
    @MethodSource("nf4")
    void quantisesAsTheGoldenVectors(JsonNode golden) {
        JsonNode expected = golden.path("expected");
        Nf4 found = Nf4.of(
                floats(golden.path("inputs").path("weights")),
                golden.path("inputs").path("blocksize").intValue());
        assertClose(wide(found.absmax()), numbers(expected.path("absmax")), FLOATS);
        assertThat(IntStream.range(0, found.count()).mapToDouble(found::index).toArray())
                .isEqualTo(numbers(expected.path("indices")));
        double[] bytes = IntStream.range(0, found.packed().length)
                .mapToDouble(i -> found.packed()[i] & 0xFF)
                .toArray();
        assertThat(bytes).isEqualTo(numbers(expected.path("packed_bytes_first_value_in_high_nibble")));
        assertClose(wide(found.dequantised()), numbers(expected.path("dequantised")), FLOATS);
    }

    @Test
    void everyLevelComesBackExactly() {
        float[] levels = floats(Nf4.levels());
        assertThat(Nf4.of(levels, 16).dequantised()).isEqualTo(levels);
    }

    @Test
    void takesBarelyMoreThanHalfAByteAWeight() {
        assertThat(Nf4.bytes(6400)).isEqualTo(3200 + 400);
    }

    private static float[] floats(JsonNode list) {
        return floats(numbers(list));
    }

    private static float[] floats(double... values) {
        float[] narrow = new float[values.length];
        IntStream.range(0, narrow.length).forEach(i -> narrow[i] = (float) values[i]);
        return narrow;
    }

    private static double[] wide(float... values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}

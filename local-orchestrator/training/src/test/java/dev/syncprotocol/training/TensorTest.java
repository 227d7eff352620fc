package dev.syncprotocol.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
    private static final long[] THREE = {3};

    /** Numbers every type holds; red when a type's bytes are read as another's. */
    @ParameterizedTest
    @EnumSource
    void widensItsNumbersExactlyWhateverTheirType(Tensor.Type type) {
        Tensor tensor = type == Tensor.Type.F64
                ? Tensor.ofDoubles(THREE, -0.5, 3, 0x1p-10)
                : Tensor.rounded(type, THREE, -0.5f, 3, 0x1p-10f);

        assertThat(tensor.type()).isEqualTo(type);
        assertThat(tensor.doubles()).containsExactly(-0.5, 3, 0x1p-10);
    }

    @ParameterizedTest
    @EnumSource(names = "F64", mode = EnumSource.Mode.EXCLUDE)
    void givesTheSameNumbersIn32BitsAndIn64(Tensor.Type type) {
        Tensor tensor = Tensor.rounded(type, THREE, 0.1f, -1e-3f, 65.4f);

        assertThat(tensor.doubles()).containsExactly(wide(tensor.floats()));
    }

    private static double[] wide(float... values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}

package dev.syncprotocol.djl.training.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.training.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedRowsTest {
    private static final Tensor FIRST = Tensor.ofFloats(new long[] {1, 2}, 1, 2);
    private static final Tensor SECOND = Tensor.ofFloats(new long[] {2, 2}, 3, 4, 5, 6);

    /** Red when a part is a copy: a generation would then draw from the weights the run began with. */
    @Test
    void aStepOfAPartIsAStepOfTheWhole() {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32)) {
            SharedRows rows = SharedRows.of(List.of(FIRST, SECOND), runtime);
            assertThat(rows.whole().toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
            Parameter second = Parameter.over(rows.parts().get(1), runtime);
            try (StepScope scope = runtime.openScope()) {
                GradMode.recording(() -> {
                    scope.backward(second.value().sum());
                    return second;
                });
                assertThat(second.gradient().floats()).containsExactly(1, 1, 1, 1);
                second.momentumStep(1, 0, 0, runtime);
            }
            assertThat(rows.whole().toFloatArray()).containsExactly(1, 2, 2, 3, 4, 5);
            assertThat(second.tensor().floats()).containsExactly(2, 3, 4, 5);
            assertThat(rows.parts().get(0).toFloatArray()).containsExactly(1, 2);
        }
    }
}

package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.TokenPredictions.Also;
import dev.syncprotocol.djl.training.TokenPredictions.Figures;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.Tensor;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Written by hand here, differentiated by libtorch there: the same numbers. */
class TokenPredictionsTest {
    private static final int ROWS = 5;
    private static final int WIDTH = 3;
    private static final int[] TARGETS = {0, 2, 4, 1, 6};

    /** Wide enough that the rows fall into three blocks, the last one shorter; and so narrow that they are one. */
    private static final int[] VOCABULARIES = {(1 << 18) - 3, 7};

    private final double[] byLogp = {0.5, -1.25, 0, 2, -0.75};
    private final double[] byEntropy = {0.25, 0, -0.5, 1, 0.125};

    /** Red when a block is left out, a target's row is another's, or the entropy's slope has the wrong sign. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSlopesAreThoseThatLibtorchFinds(boolean withEntropy) {
        for (int vocabulary : VOCABULARIES) {
            double[] recorded = gradient(
                    vocabulary,
                    (logits, runtime, scope) -> GradMode.backward(
                            GradMode.recording(() -> recordedLoss(logits, withEntropy, runtime, scope))));
            double[] written = gradient(
                    vocabulary,
                    (logits, runtime, scope) -> new TokenPredictions(logits, TARGETS, runtime)
                            .backward(byLogp, withEntropy ? Optional.of(byEntropy) : Optional.empty()));
            assertThat(Arrays.stream(recorded).map(Math::abs).max().orElseThrow())
                    .isGreaterThan(0.1);
            assertThat(written).containsExactly(recorded, within(1e-12));
        }
    }

    @Test
    void theFiguresAreThoseOfTheWholeDistribution() {
        for (int vocabulary : VOCABULARIES) {
            try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F64);
                    StepScope scope = runtime.openScope()) {
                NDArray logits = scope.of(random(ROWS, vocabulary), runtime);
                NDArray logp = GradMode.without(() -> logits.logSoftmax(1));
                double[] all = TorchRuntime.doublesOf(logp);
                TokenPredictions predictions = new TokenPredictions(logits, TARGETS, runtime);
                Figures found = predictions.figures(Also.CORRECT, Also.MEAN_LOGIT);
                for (int row = 0; row < ROWS; row++) {
                    double[] own = Arrays.copyOfRange(all, row * vocabulary, (row + 1) * vocabulary);
                    double entropy =
                            -Arrays.stream(own).map(z -> z * Math.exp(z)).sum();
                    assertThat(found.logp()[row]).isCloseTo(own[TARGETS[row]], within(1e-12));
                    assertThat(found.entropy()[row]).isCloseTo(entropy, within(1e-9));
                    assertThat(found.correct()[row] == 1)
                            .isEqualTo(own[TARGETS[row]]
                                    == Arrays.stream(own).max().orElseThrow());
                }
                assertThat(predictions.logps()).isEqualTo(found.logp());
                assertThat(predictions.figures().correct()).containsOnly(0);
            }
        }
    }

    /** A likelihood too small for a float is still a finite logarithm. */
    @Test
    void aTokenThatCannotBeHasAFiniteLogProbability() {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32);
                StepScope scope = runtime.openScope()) {
            NDArray logits = scope.floats(new float[] {500, 0, -500}, 1, 3);
            TokenPredictions predictions = new TokenPredictions(logits, new int[] {2}, runtime);
            assertThat(predictions.logps()).containsExactly(-1000);
            assertThat(predictions.figures().entropy()).containsExactly(0);
        }
    }

    private interface Backward {
        void from(NDArray logits, TorchRuntime runtime, StepScope scope);
    }

    /** By the weights of a layer before the logits. */
    private static double[] gradient(int vocabulary, Backward backward) {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F64);
                StepScope scope = runtime.openScope()) {
            Parameter hidden = Parameter.of(random(ROWS, WIDTH), runtime);
            NDArray head = scope.of(random(vocabulary, WIDTH), runtime);
            backward.from(GradMode.recording(() -> Layers.product(hidden.value(), head)), runtime, scope);
            return hidden.gradient().doubles();
        }
    }

    private NDArray recordedLoss(NDArray logits, boolean withEntropy, TorchRuntime runtime, StepScope scope) {
        NDArray logp = logits.logSoftmax(1);
        long[] columns = Arrays.stream(TARGETS).asLongStream().toArray();
        NDArray loss = logp.gather(scope.longs(columns, ROWS, 1), 1)
                .mul(column(byLogp, runtime, scope))
                .sum();
        NDArray negentropy = logp.exp().mul(logp).sum(new int[] {1}, true);
        return withEntropy
                ? loss.sub(negentropy.mul(column(byEntropy, runtime, scope)).sum())
                : loss;
    }

    private static NDArray column(double[] values, TorchRuntime runtime, StepScope scope) {
        return scope.of(Tensor.ofDoubles(new long[] {values.length, 1}, values), runtime);
    }

    private static Tensor random(int rows, int columns) {
        KeyedRandom random = new KeyedRandom(rows, Purpose.DATA, columns);
        double[] values = new double[rows * columns];
        Arrays.setAll(values, random::gaussian);
        return Tensor.ofDoubles(new long[] {rows, columns}, values);
    }
}

package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.SamplingKeys;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.TokenGrid;
import dev.syncprotocol.training.model.DecoderWeights;
import dev.syncprotocol.training.rollout.Completion;
import dev.syncprotocol.training.rollout.Sampling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GenerationTest {
    private static final List<int[]> PROMPTS =
            List.of(new int[] {3, 1, 4, 1}, new int[] {5}, new int[] {2, 6}, new int[] {7, 7, 1, 0, 2, 3});
    private static final int STOP = 6;

    static List<DecoderShape> shapes() {
        return Shapes.all();
    }

    /** Red when new columns take the angles of column 0, see a column too few, or see padding. */
    @ParameterizedTest
    @MethodSource("shapes")
    void theCacheChangesNoLogit(DecoderShape shape) {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32)) {
            TorchModel decoder = decoder(shape, runtime);
            Generation generation = new Generation(decoder, runtime, 64);
            int[] firsts = {2, 0};
            int[][] rows = {{0, 0, 3, 1, 4, 1, 5}, {2, 6, 5, 3, 5, 7, 1}};
            try (KeyValueCache cache = new KeyValueCache(runtime)) {
                int from = 0;
                for (int to : new int[] {4, 5, 6, 7}) {
                    double[][] cached = generation.logits(columns(rows, from, to), firsts, cache);
                    for (int row = 0; row < rows.length; row++) {
                        int[] alone = Arrays.copyOfRange(rows[row], firsts[row], to);
                        assertThat(cached[row])
                                .as("row %d, %d columns", row, to)
                                .containsExactly(lastLogits(decoder, alone, runtime), within(1e-5));
                    }
                    from = to;
                }
                assertThat(cache.columns()).isEqualTo(7);
            }
        }
    }

    @Test
    void samplesDoNotDependOnWhatIsDrawnBesideThem() {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32)) {
            TorchModel decoder = decoder(Shapes.TINY, runtime);
            List<Completion> together = new Generation(decoder, runtime, 64).of(PROMPTS, sampling(12, 1, 3));
            for (int rowsAtOnce : new int[] {1, 3}) {
                List<Completion> apart = new Generation(decoder, runtime, rowsAtOnce).of(PROMPTS, sampling(12, 1, 3));
                assertThat(tokens(apart)).isDeepEqualTo(tokens(together));
            }
            assertThat(tokens(new Generation(decoder, runtime, 64).of(PROMPTS, sampling(12, 1, 4))))
                    .as("another step draws other numbers")
                    .isNotEqualTo(tokens(together));
            assertThat(together.get(0).tokens()).isNotEqualTo(together.get(1).tokens());
        }
    }

    @Test
    void withoutRandomNumbersTheLikeliestTokenIsTaken() {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32)) {
            TorchModel decoder = decoder(Shapes.TINY, runtime);
            Sampling greedy = new Sampling(new SamplingKeys(5, 1, 0, 1), Set.of(), Optional.empty());
            Completion drawn =
                    new Generation(decoder, runtime, 64).of(PROMPTS, greedy).get(0);
            int[] soFar = PROMPTS.get(0);
            for (int token : drawn.tokens()) {
                double[] logits = lastLogits(decoder, soFar, runtime);
                assertThat(logits[token]).isEqualTo(Arrays.stream(logits).max().orElseThrow());
                soFar = Arrays.copyOf(soFar, soFar.length + 1);
                soFar[soFar.length - 1] = token;
            }
            assertThat(drawn.tokens()).hasSize(5);
            assertThat(drawn.ended()).isFalse();
        }
    }

    @Test
    void aStopTokenEndsItsRowAlone() {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32)) {
            List<Completion> drawn =
                    new Generation(decoder(Shapes.TINY, runtime), runtime, 64).of(PROMPTS, sampling(40, 1, 1));
            assertThat(drawn).anyMatch(Completion::ended);
            for (Completion completion : drawn) {
                int[] tokens = completion.tokens();
                long stops =
                        Arrays.stream(tokens).filter(token -> token == STOP).count();
                assertThat(stops).isEqualTo(completion.ended() ? 1 : 0);
                assertThat(tokens[tokens.length - 1] == STOP).isEqualTo(completion.ended());
                assertThat(completion.ended() || tokens.length == 40).isTrue();
            }
            assertThat(drawn.stream().mapToInt(completion -> completion.tokens().length))
                    .as("rows end at different columns")
                    .doesNotHaveDuplicates();
        }
    }

    /** Trap 2 of djl.md: a thread that did not start the engine records. Red without the guard: it runs out of graph. */
    @Test
    void anotherThreadDrawsTheSameWithoutAGraph() throws InterruptedException {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32)) {
            Generation generation = new Generation(decoder(Shapes.TINY, runtime), runtime, 64);
            AtomicReference<List<Completion>> elsewhere = new AtomicReference<>(List.of());
            Thread thread = new Thread(() -> elsewhere.set(generation.of(PROMPTS, sampling(6, 1, 1))));
            thread.start();
            thread.join();
            assertThat(tokens(elsewhere.get())).isDeepEqualTo(tokens(generation.of(PROMPTS, sampling(6, 1, 1))));
        }
    }

    /** Dropout is a matter of training: two drawings with one key are the same, however the generator stands. */
    @Test
    void anAdaptersDropoutIsOff() {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32)) {
            AdapterSpec spec = new AdapterSpec("tiny", 2, 4, 0.9, List.of("q_proj", "down_proj"), false);
            DecoderModel adapted =
                    DecoderModel.adapted(Shapes.TINY, DecoderWeights.random(Shapes.TINY, 3), spec, 3, runtime);
            adapted.parameters().forEach((name, parameter) -> {
                if (name.endsWith(AdapterSpec.UP)) {
                    GradMode.without(() -> parameter.value().addi(runtime.constant(0.3)));
                }
            });
            Generation generation = new Generation(adapted, runtime, 64);
            assertThat(tokens(generation.of(PROMPTS, sampling(8, 1, 1))))
                    .isDeepEqualTo(tokens(generation.of(PROMPTS, sampling(8, 1, 1))));
        }
    }

    /** Red when a replaced key or value, or a column's logits, stay behind. */
    @Test
    void leavesNoArrayBehind() {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32)) {
            Generation generation = new Generation(decoder(Shapes.TINY, runtime), runtime, 64);
            generation.of(PROMPTS, sampling(5, 1, 1));
            int arrays = runtime.managedArrays();
            for (int step = 2; step < 10; step++) {
                generation.of(PROMPTS, sampling(20, 1, step));
            }
            assertThat(runtime.managedArrays()).isEqualTo(arrays).isPositive();
            KeyValueCache cache = new KeyValueCache(runtime);
            cached(cache, runtime, 1);
            cached(cache, runtime, 200);
            assertThat(runtime.managedArrays()).isEqualTo(arrays + 1);
            cache.close();
            assertThat(runtime.managedArrays()).isEqualTo(arrays);
        }
    }

    /** Red when a room that has grown forgets what the smaller one held. */
    @Test
    void theCacheKeepsEveryColumnWhileItGrows() {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32);
                KeyValueCache cache = new KeyValueCache(runtime)) {
            assertThat(cached(cache, runtime, 3)).containsExactly(0, 1, 2);
            assertThat(cached(cache, runtime, 150))
                    .startsWith(0, 1, 2, 0, 1, 2, 3, 4)
                    .hasSize(153);
            assertThat(cached(cache, runtime, 400))
                    .startsWith(0, 1, 2, 0, 1, 2, 3, 4)
                    .hasSize(553);
        }
    }

    /** What it holds after so many more columns that count from 0. */
    private static float[] cached(KeyValueCache cache, TorchRuntime runtime, int columns) {
        try (StepScope scope = runtime.openScope()) {
            float[] counting = new float[columns];
            for (int column = 0; column < columns; column++) {
                counting[column] = column;
            }
            float[] all = cache.keys("layer", scope.floats(counting, 1, 1, columns, 1))
                    .toFloatArray();
            cache.advance(columns);
            return all;
        }
    }

    private static TorchModel decoder(DecoderShape shape, TorchRuntime runtime) {
        return DecoderModel.full(shape, DecoderWeights.random(shape, 11), false, runtime);
    }

    private static Sampling sampling(int maxTokens, double temperature, long step) {
        return new Sampling(
                new SamplingKeys(maxTokens, temperature, 0, 1),
                Set.of(STOP),
                Optional.of(new KeyedRandom(7, Purpose.SAMPLING, step)));
    }

    private static double[] lastLogits(TorchModel decoder, int[] tokens, TorchRuntime runtime) {
        try (StepScope scope = runtime.openScope()) {
            float[] all = GradMode.without(() -> decoder.logits(Shapes.row(tokens), Pass.MEASURING, scope))
                    .toFloatArray();
            int vocabulary = all.length / tokens.length;
            return IntStream.range(all.length - vocabulary, all.length)
                    .mapToDouble(i -> all[i])
                    .toArray();
        }
    }

    private static TokenGrid columns(int[][] rows, int from, int to) {
        return TokenGrid.of(Arrays.stream(rows)
                .map(row -> Arrays.copyOfRange(row, from, to))
                .toArray(int[][]::new));
    }

    private static int[][] tokens(List<Completion> completions) {
        return completions.stream().map(Completion::tokens).toArray(int[][]::new);
    }
}

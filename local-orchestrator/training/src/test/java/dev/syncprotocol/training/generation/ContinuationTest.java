package dev.syncprotocol.training.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ContinuationTest {
    private static final int END = 3;

    @Test
    void takesTheLikeliestUntilTheEnd() {
        Continuation.Answer answer =
                new Continuation(9, END, 0, 1).of(model(ContinuationTest::successor), new int[] {0});
        assertThat(answer.tokens()).containsExactly(1, 2);
        assertThat(answer.ended()).isTrue();
    }

    @Test
    void isCutAtTheMostTokensAllowed() {
        Continuation.Answer answer =
                new Continuation(1, END, 0, 1).of(model(ContinuationTest::successor), new int[] {0});
        assertThat(answer.tokens()).containsExactly(1);
        assertThat(answer.ended()).isFalse();
    }

    @Test
    void theFirstOfEqualsIsTaken() {
        Continuation.Answer answer =
                new Continuation(2, 2, 0, 1).of(model(tokens -> new float[] {1, 5, 5}), new int[1]);
        assertThat(answer.tokens()).containsExactly(1, 1);
    }

    /** 4,000 draws of (1, 2, 3)/6 at temperature 1, and of its squares at 1/2. Red when the temperature multiplies. */
    @Test
    void drawsByTheTemperature() {
        float[] logits = {0, (float) Math.log(2), (float) Math.log(3)};
        assertThat(shareOfLast(logits, 1)).isCloseTo(3 / 6.0, within(0.03));
        assertThat(shareOfLast(logits, 0.5)).isCloseTo(9 / 14.0, within(0.03));
    }

    @Test
    void theSameSeedDrawsTheSame() {
        LanguageModel model = model(tokens -> new float[] {1, 1, 1, 1, 1, 1, 1, 1});
        int[] one = new Continuation(20, -1, 1, 5).of(model, new int[] {0}).tokens();
        assertThat(new Continuation(20, -1, 1, 5).of(model, new int[] {0}).tokens())
                .isEqualTo(one);
        assertThat(new Continuation(20, -1, 1, 6).of(model, new int[] {0}).tokens())
                .isNotEqualTo(one);
    }

    /** Of (1, 2, 3, 4)/10 the two likeliest, then the fewest that hold three fifths: the same two. */
    @Test
    void drawsAmongTheLikeliestOnly() {
        float[] logits = {0, (float) Math.log(2), (float) Math.log(3), (float) Math.log(4)};
        for (Continuation.Choice choice :
                List.of(new Continuation.Choice(1, 2, 1), new Continuation.Choice(1, 0, 0.6))) {
            int[] drawn = new Continuation(4000, -1, choice, 7)
                    .of(model(tokens -> logits), new int[] {0})
                    .tokens();
            assertThat(Arrays.stream(drawn).distinct().sorted().toArray()).containsExactly(2, 3);
            assertThat(Arrays.stream(drawn).filter(token -> token == 3).count() / 4000.0)
                    .isCloseTo(4 / 7.0, within(0.03));
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> new Continuation.Choice(1, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Continuation.Choice(1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Continuation(0, END, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Continuation(1, END, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static double shareOfLast(float[] logits, double temperature) {
        int[] drawn = new Continuation(4000, -1, temperature, 7)
                .of(model(tokens -> logits), new int[] {0})
                .tokens();
        return Arrays.stream(drawn).filter(token -> token == 2).count() / 4000.0;
    }

    /** The next number is the likeliest. */
    private static float[] successor(int... tokens) {
        float[] logits = new float[END + 1];
        logits[tokens[tokens.length - 1] + 1] = 1;
        return logits;
    }

    private static LanguageModel model(Function<int[], float[]> next) {
        return new LanguageModel() {
            @Override
            public float[] next(int[] tokens) {
                return next.apply(tokens);
            }

            @Override
            public void close() {}
        };
    }
}

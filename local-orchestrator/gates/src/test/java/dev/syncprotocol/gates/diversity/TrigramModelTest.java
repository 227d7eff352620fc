package dev.syncprotocol.gates.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrigramModelTest {
    private static final int TYPES = 5;
    /** ABC, ABD and DBC; the type 4 occurs elsewhere only. */
    private static final List<int[]> TEXTS = List.of(new int[] {0, 1, 2}, new int[] {0, 1, 3}, new int[] {3, 1, 2});

    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;
    private static final int UNSEEN = 4;

    private final TrigramModel model = TrigramModel.of(TEXTS, TYPES + 1);

    /** By hand: c(ABC)/c(AB.) = 1/2, c(BC)/c(B.) = 2/3, c(C)/N = 2/12, V = 6. To see it red: change any weight. */
    @Test
    void weighsAllOrdersWhereTheContextIsKnown() {
        assertThat(model.probability(A, B, C)).isEqualTo(0.6 / 2 + 0.25 * 2 / 3 + 0.14 / 6 + 0.01 / 6, within(1e-15));
    }

    @Test
    void movesTheWeightOfAnUnknownContextOneOrderDown() {
        assertThat(model.probability(UNSEEN, B, C)).isEqualTo(0.85 * 2 / 3 + 0.14 / 6 + 0.01 / 6, within(1e-15));
        assertThat(model.probability(UNSEEN, UNSEEN, C)).isEqualTo(0.99 / 6 + 0.01 / 6, within(1e-15));
        assertThat(TrigramModel.of(List.of(), 6).probability(A, B, C)).isEqualTo(1.0 / 6, within(1e-15));
    }

    @Test
    void givesProbabilitiesThatSumToOneAfterEveryContext() {
        for (int u = 0; u < TYPES; u++) {
            for (int v = 0; v < TYPES; v++) {
                int first = u;
                int second = v;
                double words = IntStream.range(0, TYPES)
                        .mapToDouble(w -> model.probability(first, second, w))
                        .sum();
                double end = model.probability(first, second, TrigramModel.END);
                assertThat(words + end).isEqualTo(1, within(1e-12));
            }
        }
    }

    @Test
    void foretellsTheEmptyTextByItsEndMarkAlone() {
        List<int[]> empty = List.of(new int[0]);
        assertThat(TrigramModel.events(empty)).isEqualTo(1);
        assertThat(TrigramModel.of(empty, 1).crossEntropy(empty)).isEqualTo(0, within(1e-15));
    }
}

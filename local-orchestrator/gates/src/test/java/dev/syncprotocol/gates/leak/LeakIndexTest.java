package dev.syncprotocol.gates.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LeakIndexTest {
    private static final String QUESTION = "Tom has 12 apples and gives 5 of them to his sister today";

    private static List<Overlap> leaks(String eval, String... record) {
        return LeakIndex.of(List.of(new EvalText("e1", "question", eval)), 5, 0.85)
                .leaks(List.of(record));
    }

    @Test
    void findsAQuestionWrappedInALongTemplate() {
        assertThat(leaks(
                        QUESTION,
                        "Please think, step by step, about this: " + QUESTION + "! Then say why you think so."))
                .singleElement()
                .satisfies(leak -> assertThat(leak.containment()).isEqualTo(1));
    }

    @Test
    void letsOtherNumbersPassButSaysSoMasked() {
        String other = QUESTION.replace("12", "14").replace("5", "6");
        assertThat(leaks(QUESTION, other)).isEmpty();
        assertThat(LeakIndex.masked(List.of(new EvalText("e1", "question", QUESTION)), 5, 0.85)
                        .leaks(List.of(other)))
                .hasSize(1);
    }

    @Test
    void neverLetsAnNGramCrossTurns() {
        assertThat(leaks("one two three four five", "one two three", "four five"))
                .isEmpty();
        assertThat(leaks("is it red", "so is it", "red")).isEmpty();
    }

    /** Nine of twelve n-grams stay under the limit, six of seven above it: 0.75, 0.857. */
    @Test
    void judgesByTheShareOfTheEvaluationText() {
        assertThat(leaks("a b c d e f g h i j k", "a b c d e f g h i j x")).hasSize(1);
        assertThat(leaks("a b c d e f g h i j k", "a b c d e f g h i x y")).isEmpty();
    }

    @Test
    void saysWhichTextsCannotBeJudged() {
        LeakIndex index = LeakIndex.of(
                List.of(new EvalText("e1", "question", "No?"), new EvalText("e2", "question", QUESTION)), 5, 0.85);
        assertThat(index.unjudgeable()).containsExactly(0);
        assertThat(index.leaks(List.of("No? No!"))).isEmpty();
    }
}

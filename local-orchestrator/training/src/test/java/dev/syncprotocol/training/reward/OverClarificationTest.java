package dev.syncprotocol.training.reward;

import static dev.syncprotocol.training.Golden.DOUBLES;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.Golden;
import dev.syncprotocol.training.Reward.Answer;
import dev.syncprotocol.training.RewardContract;
import dev.syncprotocol.training.RewardProvider;
import org.junit.jupiter.api.Test;

class OverClarificationTest extends RewardContract {
    @Override
    protected RewardProvider provider() {
        return new OverClarification.Provider();
    }

    @Override
    protected Answer best() {
        return answer("It is 42.", "42", true);
    }

    @Override
    protected Answer worse() {
        return answer("Which one? The first?", "42", true);
    }

    /** Red without the cap, or when a needed question costs something. */
    @Test
    void costsWhatTheSeedSays() {
        JsonNode golden = Golden.onlyCase("overclar");
        JsonNode in = golden.path("inputs");
        OverClarification penalty = new OverClarification(
                in.path("alpha").doubleValue(), in.path("cap").intValue());
        double[] expected = numbers(golden.path("expected").path("penalty"));
        for (int i = 0; i < expected.length; i++) {
            int questions = in.path("clarify_counts").get(i).intValue();
            boolean needed = in.path("needs_clarification").get(i).booleanValue();
            assertClose(penalty.penalty(questions, needed), expected[i], DOUBLES);
        }
        assertThatThrownBy(() -> penalty.penalty(-1, false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsQuestionsOfTheAnswerUnlessOneWasNeeded() {
        assertThat(reward().score(answer("How many?? And where\uFF1F", "42", true)))
                .isEqualTo(-0.14);
        Answer needed =
                new Answer("q", "How many?", "42", true, SyncJson.object().put("needs_clarification", true));
        assertThat(reward().score(needed)).isZero();
    }
}

package dev.syncprotocol.training.sft;

import static dev.syncprotocol.training.Golden.DOUBLES;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SftLossTest {
    static List<JsonNode> cases() {
        return Golden.cases("sft");
    }

    /** Red when the loss is divided by all positions, or when exp overflows (case large_logits). */
    @ParameterizedTest
    @MethodSource("cases")
    void equalsTheGoldenLossAndGradient(JsonNode golden) {
        List<double[]> logits = new ArrayList<>();
        golden.path("inputs").path("logits").forEach(row -> row.forEach(z -> logits.add(numbers(z))));
        List<Double> labels = new ArrayList<>();
        golden.path("inputs").path("labels").forEach(row -> row.forEach(label -> labels.add(label.doubleValue())));
        int[] shifted = labels.stream().mapToInt(Double::intValue).toArray();
        JsonNode expected = golden.path("expected");
        int count = expected.path("num_tokens").intValue();

        SftLoss.Outcome outcome = SftLoss.of(logits.toArray(double[][]::new), shifted, count);

        assertThat(outcome.labels()).isEqualTo(count);
        assertClose(outcome.loss(), expected.path("loss").doubleValue(), DOUBLES);
        assertClose(outcome.accuracy(), expected.path("mean_token_accuracy").doubleValue(), DOUBLES);
        assertClose(outcome.entropy(), expected.path("entropy").doubleValue(), DOUBLES);
        List<double[]> gradient = new ArrayList<>();
        expected.path("grad_logits").forEach(row -> row.forEach(z -> gradient.add(numbers(z))));
        for (int i = 0; i < gradient.size(); i++) {
            assertClose(outcome.gradient()[i], gradient.get(i), DOUBLES);
        }
        assertThat(Arrays.stream(shifted).filter(label -> label >= 0).count()).isEqualTo(count);
    }
}

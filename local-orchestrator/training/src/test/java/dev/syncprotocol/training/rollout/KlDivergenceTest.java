package dev.syncprotocol.training.rollout;

import static dev.syncprotocol.training.Golden.DOUBLES;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.matrix;
import static dev.syncprotocol.training.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.Golden;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KlDivergenceTest {
    static List<JsonNode> cases() {
        return Golden.cases("kl_estimators");
    }

    /** Red with a peer's clamp on the extreme case, and with policy and reference swapped. */
    @ParameterizedTest
    @MethodSource("cases")
    void estimatorsArePlain(JsonNode golden) {
        JsonNode expected = golden.path("expected");
        assertClose(each(golden, KlDivergence::k1), numbers(expected.path("k1")), DOUBLES);
        assertClose(each(golden, KlDivergence::k2), numbers(expected.path("k2")), DOUBLES);
        assertClose(each(golden, KlDivergence::k3), numbers(expected.path("k3")), DOUBLES);
    }

    @Test
    void distributionsGiveExactKlAndEntropy() {
        JsonNode golden = cases().get(0);
        double[][] logits = matrix(golden.path("inputs").path("logits"));
        double[][] reference = matrix(golden.path("inputs").path("ref_logits"));
        double[] kl = numbers(golden.path("expected").path("exact_kl"));
        double[] entropy = numbers(golden.path("expected").path("entropy"));
        assertThat(kl).isNotEmpty();
        for (int i = 0; i < kl.length; i++) {
            TokenDistribution policy = TokenDistribution.of(logits[i]);
            assertClose(policy.divergenceFrom(TokenDistribution.of(reference[i])), kl[i], DOUBLES);
            assertClose(policy.entropy(), entropy[i], DOUBLES);
        }
    }

    @Test
    void theSlopeOfK3IsItsDerivative() {
        double step = 1e-6;
        double difference = KlDivergence.k3(-1 + step, -1.7) - KlDivergence.k3(-1 - step, -1.7);
        assertThat(KlDivergence.k3Slope(-1, -1.7)).isCloseTo(difference / (2 * step), within(1e-8));
    }

    private static double[] each(JsonNode golden, DoubleBinaryOperator estimator) {
        double[] logp = numbers(golden.path("inputs").path("logprobs"));
        double[] reference = numbers(golden.path("inputs").path("ref_logprobs"));
        double[] values = new double[logp.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = estimator.applyAsDouble(logp[i], reference[i]);
        }
        return values;
    }
}

package dev.syncprotocol.training.ppo;

import static dev.syncprotocol.training.Golden.DOUBLES;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.masked;
import static dev.syncprotocol.training.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.Golden;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GaeTest {
    static List<JsonNode> cases() {
        return Golden.cases("gae");
    }

    static List<JsonNode> casesWithEnds() {
        return Golden.cases("gae_done");
    }

    /** Red with gamma or lambda swapped, and with torchtune's whitening, which adds the mean back. */
    @ParameterizedTest
    @MethodSource("cases")
    void advantagesReturnsAndWhiteningAreTrls(JsonNode golden) {
        JsonNode in = golden.path("inputs");
        JsonNode expected = golden.path("expected");
        Gae gae = new Gae(in.path("gamma").doubleValue(), in.path("lam").doubleValue());
        double[][] rewards = masked(in.path("rewards"), in.path("mask"));
        double[][] values = masked(in.path("values"), in.path("mask"));
        double[][] advantages = new double[rewards.length][];
        double[][] returns = new double[rewards.length][];
        for (int row = 0; row < rewards.length; row++) {
            advantages[row] = gae.advantages(rewards[row], values[row]);
            returns[row] = Gae.returns(advantages[row], values[row]);
        }
        assertClose(advantages, masked(expected.path("advantages_raw"), in.path("mask")), DOUBLES);
        assertClose(returns, masked(expected.path("returns"), in.path("mask")), DOUBLES);
        Whitening whitening = Whitening.of(advantages);
        assertClose(whitening.mean(), expected.path("mean").doubleValue(), DOUBLES);
        assertClose(whitening.variance(), expected.path("var_unbiased").doubleValue(), DOUBLES);
        double[][] whitened = Arrays.stream(advantages).map(whitening::whitened).toArray(double[][]::new);
        assertClose(whitened, masked(expected.path("advantages_whitened_trl"), in.path("mask")), DOUBLES);
    }

    /** Red when an end cuts a step too late or too early, or without the bootstrap value. */
    @ParameterizedTest
    @MethodSource("casesWithEnds")
    void episodesMayEndInsideAStretch(JsonNode golden) {
        JsonNode in = golden.path("inputs");
        JsonNode expected = golden.path("expected");
        Gae gae = new Gae(in.path("gamma").doubleValue(), in.path("lam").doubleValue());
        double[] dones = numbers(in.path("dones"));
        boolean[] ended = new boolean[dones.length];
        for (int t = 0; t < ended.length; t++) {
            ended[t] = dones[t] == 1;
        }
        double[] values = numbers(in.path("values"));
        double[] advantages = gae.advantages(
                numbers(in.path("rewards")),
                values,
                ended,
                in.path("next_done").intValue() == 1,
                in.path("next_value").doubleValue());
        assertClose(advantages, numbers(expected.path("advantages")), DOUBLES);
        assertClose(Gae.returns(advantages, values), numbers(expected.path("returns")), DOUBLES);
        double[] normalised = Whitening.of(new double[][] {advantages}).normalised(advantages);
        assertClose(normalised, numbers(expected.path("advantages_normalised")), DOUBLES);
    }

    @Test
    void aSingleTokenHasNoSpreadAndNoAdvantage() {
        Whitening whitening = Whitening.of(new double[][] {{0.7}});
        assertThat(whitening.whitened(new double[] {0.7})).containsExactly(0);
    }
}

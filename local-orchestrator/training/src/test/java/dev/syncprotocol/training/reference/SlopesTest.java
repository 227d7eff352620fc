package dev.syncprotocol.training.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.DecoderFamily;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.model.AdapterWeights;
import dev.syncprotocol.training.model.DecoderWeights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every derivative against the difference quotient, parameter by parameter. */
class SlopesTest {
    private static final int[] TOKENS = {3, 1, 4, 1, 5};
    private static final double NUDGE = 1e-5;

    @ParameterizedTest
    @CsvSource({"QWEN3, true", "QWEN3, false", "QWEN2, true", "LLAMA, false"})
    void agreeWithDifferenceQuotientsInEveryFamily(DecoderFamily family, boolean tied) {
        DecoderShape shape = Decoders.shape(family, tied);
        assertSlopes(shape, new Layers(uneven(DecoderWeights.random(shape, 7)), Optional.empty()), Map.of());
    }

    @Test
    void agreeForAnAdapterWithDropout() {
        DecoderShape shape = Decoders.shape(DecoderFamily.QWEN3, true);
        Map<String, Tensor> base = DecoderWeights.random(shape, 7);
        AdapterSpec spec = new AdapterSpec("tiny", 2, 4, 0.3, List.of("q_proj", "down_proj"), false);
        Map<String, Matrix> frozen = new HashMap<>();
        base.forEach((name, tensor) -> frozen.put(name, Matrix.frozen(tensor)));
        Map<String, Matrix> factors = uneven(AdapterWeights.fresh(spec, base, 7));
        assertSlopes(shape, new Layers(frozen, Optional.of(lowRank(factors, spec))), factors);
    }

    /** The same numbers are left out at each call. */
    private static Layers.LowRank lowRank(Map<String, Matrix> factors, AdapterSpec spec) {
        return new Layers.LowRank(factors, spec, Optional.of(new Dropout(new KeyedRandom(1, Purpose.DROPOUT, 1))));
    }

    private static void assertSlopes(DecoderShape shape, Layers layers, Map<String, Matrix> factors) {
        Map<String, Matrix> trained = factors.isEmpty() ? layers.weights() : factors;
        Tape tape = new Tape();
        Matrix logits = logits(shape, again(layers), tape);
        for (int i = 0; i < logits.values().length; i++) {
            logits.slopes()[i] = weight(i);
        }
        tape.carryBack();
        trained.forEach((name, matrix) -> {
            for (int i = 0; i < matrix.values().length; i += 3) {
                double before = matrix.values()[i];
                matrix.values()[i] = before + NUDGE;
                double above = loss(shape, again(layers));
                matrix.values()[i] = before - NUDGE;
                double below = loss(shape, again(layers));
                matrix.values()[i] = before;
                assertThat(matrix.slopes()[i])
                        .as(name + " " + i)
                        .isCloseTo((above - below) / (2 * NUDGE), within(1e-6));
            }
        });
    }

    private static Layers again(Layers layers) {
        return new Layers(layers.weights(), layers.adapter().map(beside -> lowRank(beside.factors(), beside.spec())));
    }

    private static double loss(DecoderShape shape, Layers layers) {
        double[] logits = logits(shape, layers, new Tape()).values();
        double loss = 0;
        for (int i = 0; i < logits.length; i++) {
            loss += weight(i) * logits[i];
        }
        return loss;
    }

    private static Matrix logits(DecoderShape shape, Layers layers, Tape tape) {
        Decoder decoder = new Decoder(shape);
        return decoder.logits(decoder.hidden(TOKENS, layers, tape), layers, tape);
    }

    private static double weight(int i) {
        return Math.sin(i + 1.0);
    }

    /** Norms, biases and second factors too are no round numbers, so that a forgotten one would show. */
    private static Map<String, Matrix> uneven(Map<String, Tensor> weights) {
        Map<String, Matrix> matrices = new HashMap<>();
        weights.forEach((name, tensor) -> {
            Matrix matrix = Matrix.trained(tensor);
            KeyedRandom random = new KeyedRandom(5, Purpose.SAMPLING, DecoderWeights.keyOf(name));
            for (int i = 0; i < matrix.values().length; i++) {
                matrix.values()[i] += 0.4 * (random.uniform(i) - 0.5);
            }
            matrices.put(name, matrix);
        });
        return matrices;
    }
}

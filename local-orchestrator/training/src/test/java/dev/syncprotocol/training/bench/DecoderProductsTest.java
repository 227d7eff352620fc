package dev.syncprotocol.training.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecoderProductsTest {
    private static final double WIDTH = 16;
    private static final double TOKENS = 4 * 8;

    /** The last token of each of four rows predicts nothing that could be learned from. */
    private static final double PREDICTED = 4 * 7;

    /** Weights of the linear layers: four of attention, three of an MLP four times as wide. */
    private static final double BLOCKS = 3 * (4 * WIDTH * WIDTH + 3 * 4 * WIDTH * WIDTH);

    /** Those of the output layer, 32 tokens. */
    private static final double HEAD = WIDTH * 32;

    /** Scores and mixture: every token of a row with every other, over the whole width, in every layer. */
    private static final double ATTENTION = 3 * 2 * TOKENS * 8 * WIDTH;

    /** Red when backward forgets the gradient by weights, or counts it for a frozen base. */
    @Test
    void trainingDoesThreeTimesTheForwardProducts() {
        double linear = TOKENS * BLOCKS + PREDICTED * HEAD;
        assertThat(operations(BenchMode.SFT, 0)).isCloseTo(2 * 3 * (linear + ATTENTION), within(1e-6));
        assertThat(operations(BenchMode.SFT, 4)).isCloseTo(2 * (2 * linear + 3 * ATTENTION), within(1e-6));
        assertThat(operations(BenchMode.DPO, 0)).isCloseTo(2 * 4 * (linear + ATTENTION), within(1e-6));
        assertThat(operations(BenchMode.PPO, 0)).isEqualTo(operations(BenchMode.SFT, 0));
    }

    @Test
    void generatingPassesEachTokenOnce() {
        double attention = 3 * 2 * TOKENS * 5 * WIDTH;
        assertThat(operations(BenchMode.GENERATE, 0))
                .isCloseTo(2 * (TOKENS * (BLOCKS + HEAD) + attention), within(1e-6));
    }

    @Test
    void aRequestIsReadAsItWasWritten(@TempDir Path folder) throws IOException {
        BenchRequest request = request(BenchMode.DPO, 4);
        request.writeTo(folder);
        assertThat(BenchRequest.read(folder)).isEqualTo(request);
    }

    @Test
    void refusesSizesThatFitNoDecoder() {
        assertThatThrownBy(() -> new BenchRequest(BenchMode.SFT, 1, 9, 2, 16, 4, 1, 1, 0, 1, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BenchRequest(BenchMode.DPO, 1, 8, 2, 16, 4, 3, 1, 0, 1, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BenchRequest(BenchMode.SFT, 1, 8, 2, 16, 4, 1, 0, 0, 1, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double operations(BenchMode mode, int lora) {
        return DecoderProducts.of(request(mode, lora)).stream()
                .mapToDouble(Product::operations)
                .sum();
    }

    private static BenchRequest request(BenchMode mode, int lora) {
        return new BenchRequest(mode, 3, (int) WIDTH, 2, 32, 8, 4, 1, 0, 1, lora, 1);
    }
}

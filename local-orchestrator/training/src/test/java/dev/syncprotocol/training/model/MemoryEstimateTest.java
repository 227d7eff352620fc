package dev.syncprotocol.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.Configs;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.TrainConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryEstimateTest {
    /** Qwen3-4B. */
    private static final DecoderShape LARGE =
            new DecoderShape(2560, 36, 32, 8, 128, 9728, 151936, 1e-6, 5e6, true, 0.02);

    private static final long PARAMETERS = 4_022_468_096L;
    private static final String PLAIN = "lora: {enable: false}";

    @Test
    void countsWeightsGradientsAndMomentsOfAFullRun() {
        MemoryEstimate full = MemoryEstimate.of(Configs.small(Map.of()), LARGE, false);
        assertThat(full.weights()).isEqualTo(4 * PARAMETERS);
        assertThat(full.training()).isEqualTo(12 * PARAMETERS);
        assertThat(MemoryEstimate.of(Configs.small(Map.of()), LARGE, true).training())
                .isEqualTo(16 * PARAMETERS);
    }

    @Test
    void anAdapterNeedsHardlyMoreThanItsBaseAndNoCopyOfIt() {
        TrainConfig adapter = Configs.small(Map.of(PLAIN, "lora: {r: 8}"));
        MemoryEstimate estimate = MemoryEstimate.of(adapter, LARGE, true);
        assertThat(estimate.weights()).isEqualTo(4 * PARAMETERS);
        // 16,515,072 values of a rank 8 adapter on all seven layers, each with gradient and moments
        assertThat(estimate.training()).isEqualTo(4 * 4 * 16_515_072L);
    }

    @Test
    void aQuantisedBaseNeedsLessThanASixth() {
        TrainConfig qlora =
                Configs.small(Map.of(PLAIN, "lora: {r: 8}", "strategy:", "finetune: {method: qlora}\nstrategy:"));
        long layers = PARAMETERS - 151936L * 2560;
        assertThat(MemoryEstimate.of(qlora, LARGE, false).weights())
                .isBetween(151936L * 2560 * 4 + layers / 2, 151936L * 2560 * 4 + layers * 6 / 10);
    }

    @Test
    void refusesWhatTheMachineCannotHoldWithTheFigures() {
        MemoryEstimate full = MemoryEstimate.of(Configs.small(Map.of()), LARGE, false);
        full.requireWithin(1L << 40, "Qwen/Qwen3-4B");
        SyncException refused =
                catchThrowableOfType(SyncException.class, () -> full.requireWithin(24L << 30, "Qwen/Qwen3-4B"));
        assertThat(refused.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
        assertThat(refused)
                .hasMessageContaining("Qwen/Qwen3-4B needs at least 59.9 GiB (15.0 GiB weights, 45.0 GiB")
                .hasMessageContaining("this machine has 24.0 GiB");
    }
}

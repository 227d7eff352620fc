package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.TokenGrid;
import dev.syncprotocol.training.model.DecoderWeights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Trap 1 of djl.md: what the graph points at must live until backward has run, whatever the collector does. */
class GarbageCollectionTest {
    private static final int ROUNDS = 15;

    /** Red (garbage or NaN) when a constant comes from a Java number or a wrapped buffer is dropped before backward. */
    @Test
    void gradientsSurviveCollectionsBetweenForwardAndBackward() {
        List<Tensor> calm = gradients(false);
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(gradients(true)).as("round %d", round).isEqualTo(calm);
        }
    }

    private static List<Tensor> gradients(boolean collecting) {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32);
                StepScope scope = runtime.openScope()) {
            SortedMap<String, Tensor> weights = DecoderWeights.random(Shapes.TINY, 11);
            TorchModel decoder = DecoderModel.full(Shapes.TINY, weights, false, runtime);
            Batch batch = batch();
            var loss =
                    GradMode.recording(() -> CrossEntropy.of(decoder.logits(batch, Pass.TRAINING, scope), batch, scope)
                            .loss(batch.labelCount(), runtime));
            if (collecting) {
                disturb();
            }
            GradMode.backward(loss);
            List<Tensor> gradients = new ArrayList<>();
            for (Parameter parameter : decoder.parameters().values()) {
                gradients.add(parameter.gradient());
            }
            return gradients;
        }
    }

    /** Collects and fills memory anew, so that what was freed holds other bytes. */
    static void disturb() {
        System.gc();
        List<ByteBuffer> filler = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(64);
            while (buffer.hasRemaining()) {
                buffer.put((byte) 0x7F);
            }
            filler.add(buffer);
        }
        assertThat(filler).hasSize(2000);
    }

    private static Batch batch() {
        int[][] tokens = {{1, 2, 3, 4, 5, 6}, {2, 3, 5, 7, 1, 4}};
        return new Batch(
                TokenGrid.of(tokens),
                TokenGrid.of(tokens),
                List.of(new Batch.Span(0, 6), new Batch.Span(0, 6)),
                List.of("a", "b"));
    }
}

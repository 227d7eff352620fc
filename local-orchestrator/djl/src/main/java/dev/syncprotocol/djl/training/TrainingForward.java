package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.KeyedRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A forward pass that is going to be differentiated. libtorch's generator is seeded before every layer, so that a layer
 * computed twice drops the same values twice.
 *
 * @param forward the parts of the pass
 * @param tokens rows by columns
 * @param positions of the columns
 * @param dropout random numbers of this pass
 * @param runtime where it lives
 */
record TrainingForward(
        Qwen3Decoder.Forward forward, NDArray tokens, Positions positions, KeyedRandom dropout, TorchRuntime runtime) {

    /** What the last layer makes of the tokens, after the last norm. */
    NDArray hidden(Activations activations, StepScope scope) {
        return activations == Activations.RECOMPUTED && GradMode.isRecording() ? recomputed(scope) : kept();
    }

    private NDArray kept() {
        NDArray x = forward.embedded(tokens);
        for (int layer = 0; layer < layers(); layer++) {
            x = block(layer, x);
        }
        return forward.normed(x);
    }

    /** Through the layers without a graph; the graph begins at the last one's output. */
    private NDArray recomputed(StepScope scope) {
        List<NDArray> inputs = new ArrayList<>();
        NDArray x = scope.adopt(withoutGraph(() -> forward.embedded(tokens)));
        for (int layer = 0; layer < layers(); layer++) {
            inputs.add(x);
            NDArray input = x;
            int number = layer;
            x = scope.adopt(withoutGraph(() -> block(number, input)));
        }
        NDArray last = x;
        last.setRequiresGradient(true);
        scope.afterBackward(() -> backward(last, inputs));
        return forward.normed(last);
    }

    /** From the last layer to the first: computed again with a graph, which is gone before the next one's begins. */
    private void backward(NDArray last, List<NDArray> inputs) {
        NDArray slope = StepScope.outliving(last.getGradient());
        for (int layer = layers() - 1; layer >= 0; layer--) {
            NDArray input = inputs.get(layer);
            input.setRequiresGradient(true);
            int number = layer;
            slope = further(input, slope, () -> block(number, input));
        }
        if (forward.trainsEmbedding()) {
            NDArray first = slope;
            runtime.inScope(() -> {
                GradMode.backward(GradMode.recording(() -> forward.embedded(tokens)), first);
                return first;
            });
        }
        slope.close();
    }

    /** The slope by a layer's input, from the slope by its output, which is freed. */
    private NDArray further(NDArray input, NDArray slope, Supplier<NDArray> layer) {
        try (slope) {
            return runtime.inScope(() -> {
                GradMode.backward(GradMode.recording(layer), slope);
                return StepScope.outliving(input.getGradient());
            });
        }
    }

    private NDArray withoutGraph(Supplier<NDArray> part) {
        return runtime.inScope(() -> StepScope.outliving(GradMode.without(part)));
    }

    private NDArray block(int layer, NDArray x) {
        runtime.seed(dropout, layer);
        return forward.block(layer, x, positions);
    }

    private int layers() {
        return forward.shape().layers();
    }
}

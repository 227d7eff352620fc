package dev.syncprotocol.djl.vision;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.aoi.engine.ScoreKind;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.Tensor;
import java.util.List;
import java.util.Map;

/** What is made of the feature maps of tested pictures and goldens: a score and, in training, a loss. */
interface Comparison {
    /**
     * Compares.
     *
     * @param tested a map a scale, the largest first, {@code (n, planes, h, w)}
     * @param golden the same of the goldens
     * @return what {@link #loss} and {@link #scores} read
     */
    NDArray of(List<NDArray> tested, List<NDArray> golden, NetworkWeights weights, NormMode mode);

    /** The loss of a batch, and what it is a mean over. */
    LossShare loss(NDArray compared, boolean[] defective, TorchRuntime runtime, StepScope scope);

    /** One score a sample, larger for more defective. */
    float[] scores(NDArray compared);

    /** What the scores are. */
    ScoreKind scoreKind();

    /** The score above which the engine's own figures count a sample as defective. */
    double decision();

    /** First weights. */
    void draw(Map<String, Tensor> into, long seed);

    /** Random numbers for the first weights of the {@code tensor}th part; the encoder's come before. */
    static KeyedRandom numbers(long seed, int tensor) {
        return new KeyedRandom(seed, KeyedRandom.Purpose.INITIALISATION, Encoder.BLOCKS.size() + tensor);
    }
}

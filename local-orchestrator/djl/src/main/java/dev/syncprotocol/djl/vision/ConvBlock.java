package dev.syncprotocol.djl.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * A 3×3 convolution, batch norm, ReLU.
 *
 * @param name prefix of its weights
 * @param in planes it reads
 * @param out planes it makes
 * @param stride 1 or 2
 */
record ConvBlock(String name, int in, int out, int stride) {
    private static final int SIDE = 3;
    private static final float EPSILON = 1e-5f;
    private static final Shape PADDING = new Shape(1, 1);
    // DJL: as it lies, planes second; any other number makes it swap axes there and back.
    private static final int AS_IT_LIES = -1;

    /** {@code (n, in, h, w)} to {@code (n, out, h / stride, w / stride)}. */
    NDArray forward(NDArray x, NetworkWeights weights, NormMode mode) {
        NDArray convolved = Conv2d.conv2d(
                        x, weights.at(name + ".conv.weight"), null, new Shape(stride, stride), PADDING)
                .singletonOrThrow();
        NDArray normed = BatchNorm.batchNorm(
                        convolved,
                        weights.at(name + ".norm.running_mean"),
                        weights.at(name + ".norm.running_var"),
                        weights.at(name + ".norm.weight"),
                        weights.at(name + ".norm.bias"),
                        AS_IT_LIES,
                        mode.keep(),
                        EPSILON,
                        mode.learning())
                .singletonOrThrow();
        return Activation.relu(normed);
    }

    /** First weights: the convolution by He et al. 2015 (fan in), the norm as the identity. */
    void draw(Map<String, Tensor> into, KeyedRandom random) {
        float[] weight = new float[out * in * SIDE * SIDE];
        double deviation = Math.sqrt(2.0 / (in * SIDE * SIDE));
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) (deviation * random.gaussian(i));
        }
        into.put(name + ".conv.weight", Tensor.ofFloats(new long[] {out, in, SIDE, SIDE}, weight));
        into.put(name + ".norm.weight", constant(1));
        into.put(name + ".norm.bias", constant(0));
        into.put(name + ".norm.running_mean", constant(0));
        into.put(name + ".norm.running_var", constant(1));
    }

    /** Whether a weight is a running statistic, which no gradient moves. */
    static boolean isStatistic(String weight) {
        return weight.contains(".running_");
    }

    private Tensor constant(float value) {
        float[] values = new float[out];
        Arrays.fill(values, value);
        return Tensor.ofFloats(new long[] {out}, values);
    }
}

package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.Tensor;
import java.util.Arrays;

/**
 * What attention needs to know about places: rotary angles, who may see whom, the scale.
 *
 * @param cos of the rotary angles, new columns by half a head
 * @param sin of the same
 * @param mask added to the scores: 0 where a query may look, very negative where not
 * @param scale {@code 1/sqrt(head width)}
 */
record Positions(NDArray cos, NDArray sin, NDArray mask, NDArray scale) {
    /** Finite, so that a row of padding that sees nothing gives no NaN. */
    private static final double HIDDEN = -1e9;

    /**
     * Of new columns behind those already computed.
     *
     * @param firsts the first column of each row that is no padding
     * @param from the first new column
     * @param to after the last one
     */
    static Positions of(int[] firsts, int from, int to, DecoderShape shape, StepScope scope, TorchRuntime runtime) {
        int half = shape.headDim() / 2;
        double[] cos = new double[(to - from) * half];
        double[] sin = new double[(to - from) * half];
        for (int t = from; t < to; t++) {
            for (int i = 0; i < half; i++) {
                double angle = t * shape.rotaryAngle(i);
                cos[(t - from) * half + i] = Math.cos(angle);
                sin[(t - from) * half + i] = Math.sin(angle);
            }
        }
        long[] angles = {to - from, half};
        return new Positions(
                scope.of(Tensor.ofDoubles(angles, cos), runtime),
                scope.of(Tensor.ofDoubles(angles, sin), runtime),
                scope.of(mask(firsts, from, to), runtime),
                runtime.constant(1 / Math.sqrt(shape.headDim())));
    }

    /** Rotates each pair (i, i + half) of a head by its angle: {@code x*cos + rotate_half(x)*sin}. */
    NDArray rotate(NDArray x) {
        NDList halves = x.split(2, 3);
        NDArray first = halves.get(0);
        NDArray second = halves.get(1);
        return NDArrays.concat(
                new NDList(first.mul(cos).sub(second.mul(sin)), second.mul(cos).add(first.mul(sin))), 3);
    }

    /** Causal; where rows are padded on the left, a mask a row, so that no token sees padding. */
    private static Tensor mask(int[] firsts, int from, int to) {
        boolean leftPadded = Arrays.stream(firsts).anyMatch(first -> first > 0);
        int masks = leftPadded ? firsts.length : 1;
        int queries = to - from;
        float[] values = new float[masks * queries * to];
        for (int row = 0; row < masks; row++) {
            for (int query = 0; query < queries; query++) {
                for (int key = 0; key < to; key++) {
                    boolean visible = key <= from + query && (!leftPadded || key >= firsts[row]);
                    values[(row * queries + query) * to + key] = visible ? 0 : (float) HIDDEN;
                }
            }
        }
        return Tensor.ofFloats(new long[] {masks, 1, 1, queries, to}, values);
    }
}

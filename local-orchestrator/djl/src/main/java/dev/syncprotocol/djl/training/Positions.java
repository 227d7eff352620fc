package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.Tensor;

/**
 * What attention needs to know about places: rotary angles, who may see whom, the scale.
 *
 * @param cos of the rotary angles, columns by half a head
 * @param sin of the same
 * @param mask added to the scores: 0 where a query may look, very negative where not
 * @param scale {@code 1/sqrt(head width)}
 */
record Positions(NDArray cos, NDArray sin, NDArray mask, NDArray scale) {
    /** Finite, so that a row of padding that sees nothing gives no NaN. */
    private static final double HIDDEN = -1e9;

    static Positions of(Batch batch, DecoderShape shape, StepScope scope, TorchRuntime runtime) {
        int columns = batch.inputIds().columns();
        int half = shape.headDim() / 2;
        double[] cos = new double[columns * half];
        double[] sin = new double[columns * half];
        for (int t = 0; t < columns; t++) {
            for (int i = 0; i < half; i++) {
                double angle = t * shape.rotaryAngle(i);
                cos[t * half + i] = Math.cos(angle);
                sin[t * half + i] = Math.sin(angle);
            }
        }
        long[] angles = {columns, half};
        return new Positions(
                scope.of(Tensor.ofDoubles(angles, cos), runtime),
                scope.of(Tensor.ofDoubles(angles, sin), runtime),
                scope.of(mask(batch), runtime),
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
    private static Tensor mask(Batch batch) {
        int columns = batch.inputIds().columns();
        boolean leftPadded = batch.spans().stream().anyMatch(span -> span.from() > 0);
        int masks = leftPadded ? batch.rows() : 1;
        float[] values = new float[masks * columns * columns];
        for (int row = 0; row < masks; row++) {
            int from = leftPadded ? batch.spans().get(row).from() : 0;
            for (int query = 0; query < columns; query++) {
                for (int key = 0; key < columns; key++) {
                    boolean visible = key <= query && key >= from;
                    values[(row * columns + query) * columns + key] = visible ? 0 : (float) HIDDEN;
                }
            }
        }
        return Tensor.ofFloats(new long[] {masks, 1, 1, columns, columns}, values);
    }
}

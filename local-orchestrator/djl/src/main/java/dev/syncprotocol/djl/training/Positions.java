package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * What attention needs to know about places: rotary angles, who may see whom.
 *
 * @param queries turns queries, and scales them by {@code 1/sqrt(head width)}: the scores are the largest array there is
 * @param keys turns keys
 * @param mask added to the scores: 0 where a query may look, very negative where not; empty where all see all
 */
record Positions(Rotation queries, Rotation keys, Optional<NDArray> mask) {
    /** Finite, so that a row of padding that sees nothing gives no NaN. */
    private static final double HIDDEN = -1e9;

    /**
     * Rotary positions: {@code x*cos + rotate_half(x)*sin}.
     *
     * @param cos of the angle of each pair (i, i + half), for both of it; columns by width of a head
     * @param sin of the same, with the sign the first of a pair is turned with
     */
    record Rotation(NDArray cos, NDArray sin) {

        /** Turns rows by heads by columns by width. */
        NDArray of(NDArray x) {
            NDList halves = x.split(2, 3);
            NDArray swapped = NDArrays.concat(new NDList(halves.get(1), halves.get(0)), 3);
            return x.mul(cos).add(swapped.mul(sin));
        }

        /** The same, over what was there. */
        NDArray over(NDArray x) {
            NDList halves = x.split(2, 3);
            NDArray swapped = NDArrays.concat(new NDList(halves.get(1), halves.get(0)), 3);
            return x.muli(cos).addi(swapped.muli(sin));
        }

        /** This one for the first heads, another one for those behind them: heads by columns by width. */
        Rotation beside(int heads, Rotation other, int others) {
            return new Rotation(
                    repeated(cos, heads).concat(repeated(other.cos, others)),
                    repeated(sin, heads).concat(repeated(other.sin, others)));
        }

        private static NDArray repeated(NDArray table, int heads) {
            return table.expandDims(0).repeat(0, heads);
        }

        private static Rotation of(int from, int to, double scale, DecoderShape shape, Place place) {
            int width = shape.headDim();
            int half = width / 2;
            double[] cos = new double[(to - from) * width];
            double[] sin = new double[cos.length];
            for (int i = 0; i < cos.length; i++) {
                double angle = (from + i / width) * shape.rotaryAngle(i % half);
                cos[i] = scale * Math.cos(angle);
                sin[i] = (i % width < half ? -scale : scale) * Math.sin(angle);
            }
            return new Rotation(place.matrix(cos, width), place.matrix(sin, width));
        }
    }

    /** Where arrays are made. */
    private record Place(StepScope scope, TorchRuntime runtime) {
        NDArray matrix(double[] values, int columns) {
            return scope.of(Tensor.ofDoubles(new long[] {values.length / columns, columns}, values), runtime);
        }
    }

    /**
     * Of new columns behind those already computed.
     *
     * @param firsts the first column of each row that is no padding
     * @param from the first new column
     * @param to after the last one
     */
    static Positions of(int[] firsts, int from, int to, DecoderShape shape, StepScope scope, TorchRuntime runtime) {
        Place place = new Place(scope, runtime);
        boolean leftPadded = Arrays.stream(firsts).anyMatch(first -> first > 0);
        return new Positions(
                Rotation.of(from, to, 1 / Math.sqrt(shape.headDim()), shape, place),
                Rotation.of(from, to, 1, shape, place),
                leftPadded || to - from > 1
                        ? Optional.of(scope.of(mask(firsts, leftPadded, from, to), runtime))
                        : Optional.empty());
    }

    /** The scores with the mask on them. */
    NDArray masked(NDArray scores) {
        return mask.map(scores::add).orElse(scores);
    }

    /** Causal; where rows are padded on the left, a mask a row, so that no token sees padding. */
    private static Tensor mask(int[] firsts, boolean leftPadded, int from, int to) {
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

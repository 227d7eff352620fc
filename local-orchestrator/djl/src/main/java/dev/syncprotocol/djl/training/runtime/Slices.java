package dev.syncprotocol.djl.training.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;

/** Stretches of an axis by one native call each: an index object costs more than the copy of a column. */
public final class Slices {
    private Slices() {}

    /** A view of a stretch. */
    public static NDArray of(NDArray array, int axis, long from, long to) {
        return JniUtils.slice((PtNDArray) array, axis, from, to, 1);
    }

    /**
     * Overwrites a stretch in place.
     *
     * @param values of the shape of the stretch
     */
    public static void set(NDArray array, int axis, long from, long to, NDArray values) {
        long[] end = array.getShape().getShape().clone();
        long[] begin = new long[end.length];
        long[] step = new long[end.length];
        Arrays.fill(step, 1);
        begin[axis] = from;
        end[axis] = to;
        JniUtils.indexSet((PtNDArray) array, (PtNDArray) values, begin, end, step);
    }
}

package dev.syncprotocol.djl.training.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Whether this thread records a graph. The flag belongs to the thread and every thread but the first starts with it on,
 * so it is set and put back around each use (djl.md section 3, trap 2).
 */
public final class GradMode {
    private GradMode() {}

    /** Computes while recording. */
    public static <T> T recording(Supplier<T> computation) {
        return with(true, computation);
    }

    /** Computes without recording. */
    public static <T> T without(Supplier<T> computation) {
        return with(false, computation);
    }

    /** Adds the gradients of a recorded scalar to its parameters. */
    public static void backward(NDArray loss) {
        JniUtils.backward((PtNDArray) loss, (PtNDArray) without(loss::onesLike), false, false);
    }

    /**
     * Adds the gradients of a recorded array.
     *
     * @param slope what the loss changes by it, of the same shape
     */
    public static void backward(NDArray recorded, NDArray slope) {
        JniUtils.backward((PtNDArray) recorded, (PtNDArray) slope, false, false);
    }

    /** Whether a graph is being recorded now. */
    public static boolean isRecording() {
        return JniUtils.isGradMode();
    }

    private static <T> T with(boolean wanted, Supplier<T> computation) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(wanted);
        try {
            return computation.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }
}

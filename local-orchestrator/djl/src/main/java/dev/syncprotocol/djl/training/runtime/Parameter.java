package dev.syncprotocol.djl.training.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.syncprotocol.training.Tensor;
import java.util.Arrays;

/**
 * A trained value with its gradient and AdamW's two moments. The moments are ours: DJL's optimizers keep theirs private,
 * so a run could not be resumed (docs/decisions/0006).
 */
public final class Parameter {
    private static final float NO_ELEMENTWISE_CLIP = -1f;

    private final NDArray value;
    private final NDArray expAvg;
    private final NDArray expAvgSq;

    private Parameter(NDArray value, NDArray expAvg, NDArray expAvgSq) {
        this.value = value;
        this.expAvg = expAvg;
        this.expAvgSq = expAvgSq;
    }

    /** A parameter that starts from this tensor, its moments at zero. */
    public static Parameter of(Tensor start, TorchRuntime runtime) {
        return over(runtime.lasting(start), runtime);
    }

    /**
     * A parameter that lives in this array, its moments at zero.
     *
     * @param value no part of a graph; whoever else looks at its memory sees every step
     */
    public static Parameter over(NDArray value, TorchRuntime runtime) {
        long[] shape = value.getShape().getShape();
        value.setRequiresGradient(true);
        return new Parameter(value, runtime.lastingZeros(shape), runtime.lastingZeros(shape));
    }

    /** The array to compute with. */
    public NDArray value() {
        return value;
    }

    /** Number of values. */
    public long size() {
        return value.size();
    }

    /** The first moment. */
    public Tensor expAvg() {
        return TorchRuntime.tensorOf(expAvg);
    }

    /** The second moment. */
    public Tensor expAvgSq() {
        return TorchRuntime.tensorOf(expAvgSq);
    }

    /** The value as a tensor. */
    public Tensor tensor() {
        return TorchRuntime.tensorOf(value);
    }

    /** The gradient as a tensor; inside a scope only, since each call makes a handle. */
    public Tensor gradient() {
        return TorchRuntime.tensorOf(value.getGradient());
    }

    /** Sum of the squares of the gradient; inside a scope only. */
    public double squaredGradientNorm() {
        NDArray sum = GradMode.without(() -> value.getGradient().square().sum());
        return sum.toType(DataType.FLOAT64, false).getDouble();
    }

    /** Sets the gradient to zero, also where it holds NaN (djl.md section 3, trap 4). */
    public void clearGradient() {
        JniUtils.zeroGrad((PtNDArray) value);
    }

    /** Replaces value and moments in place; inside a scope only. Shapes must be equal. */
    public void set(Tensor newValue, Tensor newExpAvg, Tensor newExpAvgSq, TorchRuntime runtime, StepScope scope) {
        GradMode.without(() -> {
            overwrite(value, scope.of(newValue, runtime));
            overwrite(expAvg, scope.of(newExpAvg, runtime));
            overwrite(expAvgSq, scope.of(newExpAvgSq, runtime));
            return value;
        });
    }

    /**
     * One AdamW step in torch's order by libtorch's kernel, then the gradient is zero. The kernel takes
     * {@code lr*sqrt(1-b2^t)/(1-b1^t)} as its step and adds its epsilon before the bias correction, so it is given
     * {@code eps*sqrt(1-b2^t)}, which is the same formula (djl.md section 8).
     */
    public void step(AdamWStep step) {
        step(step, true);
    }

    /** One Adam step: as {@link #step(AdamWStep)}, with the decay added to the gradient (torch.optim.Adam). */
    public void coupledStep(AdamWStep step) {
        step(step, false);
    }

    /**
     * One step of stochastic gradient descent with momentum as torch.optim.SGD without damping, then the gradient is zero. The first moment holds
     * the velocity: {@code v = momentum·v + g + decay·w}, {@code w = w − rate·v}. Inside a scope only.
     */
    public void momentumStep(double rate, double momentum, double decay, TorchRuntime runtime) {
        GradMode.without(() -> {
            NDArray pull = value.getGradient().add(value.mul(runtime.constant(decay)));
            expAvg.muli(runtime.constant(momentum)).addi(pull);
            return value.subi(expAvg.mul(runtime.constant(rate)));
        });
        clearGradient();
    }

    private void step(AdamWStep step, boolean decoupled) {
        GradMode.without(() -> {
            JniUtils.adamUpdate(
                    (PtNDArray) value,
                    (PtNDArray) value.getGradient(),
                    (PtNDArray) expAvg,
                    (PtNDArray) expAvgSq,
                    (float) step.learningRate(),
                    (float) (step.learningRate() * step.secondCorrection() / step.firstCorrection()),
                    (float) step.weightDecay(),
                    (float) step.gradientScale(),
                    NO_ELEMENTWISE_CLIP,
                    (float) step.beta1(),
                    (float) step.beta2(),
                    (float) (step.eps() * step.secondCorrection()),
                    decoupled);
            return value;
        });
        clearGradient();
    }

    private static void overwrite(NDArray target, NDArray source) {
        if (!Arrays.equals(target.getShape().getShape(), source.getShape().getShape())) {
            throw new IllegalArgumentException("shape " + source.getShape() + " for " + target.getShape());
        }
        target.set(new NDIndex("..."), source);
    }
}

package dev.syncprotocol.djl.training.runtime;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * libtorch as this product uses it: the CPU, one floating type, one thread that trains.
 *
 * <p>Constants come from here only. An operation with a Java number wraps a Java buffer and drops it while the graph
 * still points at it; after a garbage collection the gradient is garbage (djl.md section 3, trap 1).
 */
public final class TorchRuntime implements AutoCloseable {
    private static final String ENGINE = "PyTorch";

    private final NDManager manager;
    private final DataType type;
    private final Map<Double, NDArray> constants = new HashMap<>();
    private final List<Tensor> mapped = new ArrayList<>();
    private long microBatch;
    private long passes;

    private TorchRuntime(NDManager manager, DataType type) {
        this.manager = manager;
        this.type = type;
    }

    /**
     * Starts libtorch on the CPU.
     *
     * @param threads of one operation
     * @param type {@code F32} to train; {@code F64} to check gradients
     */
    public static TorchRuntime start(int threads, Tensor.Type type) {
        Engine engine = Engine.getEngine(ENGINE);
        JniUtils.setNumThreads(threads);
        DataType torchType = type == Tensor.Type.F32 ? DataType.FLOAT32 : DataType.FLOAT64;
        return new TorchRuntime(engine.newBaseManager(Device.cpu()), torchType);
    }

    /** The native engine and its version, for the log. */
    public String version() {
        return "djl-pytorch " + Engine.getEngine(ENGINE).getVersion();
    }

    /** A step's scope: every array made inside is freed at its end, whichever manager it hangs on (trap 3). */
    public StepScope openScope() {
        return new StepScope(manager.newSubManager());
    }

    /** Computes something that needs no array of its own scope; what it makes on the way is freed. */
    public <T> T inScope(Supplier<T> computation) {
        try (StepScope scope = openScope()) {
            return scope.around(computation);
        }
    }

    /** This number as an array that libtorch owns; made once. */
    public NDArray constant(double value) {
        return constants.computeIfAbsent(value, this::full);
    }

    /** A value that outlives every scope: a parameter or a moment. Owned by libtorch, not by a Java buffer. */
    public NDArray lasting(Tensor tensor) {
        return kept(copied(manager, tensor));
    }

    /**
     * A frozen value that outlives every scope. Where a file's mapped bytes are of this runtime's type they are computed
     * with as they lie there, without a copy: nothing may ever write into it, and the file must stay as it is.
     */
    public NDArray frozen(Tensor tensor) {
        boolean asItLies = tensor.bytes().isDirect()
                && tensor.type() == Tensor.Type.F32
                && type == DataType.FLOAT32
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        if (!asItLies) {
            return lasting(tensor);
        }
        // The map lives as long as a buffer of it does, and libtorch knows only its address.
        mapped.add(tensor);
        return kept(manager.create(tensor.bytes(), new Shape(tensor.shape()), type));
    }

    /** Bytes that outlive every scope. */
    public NDArray lastingBytes(byte[] values) {
        NDArray bytes = manager.create(new Shape(values.length), DataType.UINT8);
        bytes.toByteBuffer(true).put(values);
        return kept(bytes);
    }

    /** Zeros that outlive every scope. */
    public NDArray lastingZeros(long[] shape) {
        return kept(manager.zeros(new Shape(shape), type));
    }

    /** How many arrays hang on the runtime: constant over steps, or something leaks. */
    public int managedArrays() {
        return manager.getManagedArrays().size();
    }

    /**
     * Begins a micro-batch: sets libtorch's generator from a key, so that no state of it survives a step (djl.md section
     * 8).
     */
    public void reseed(KeyedRandom key, long index) {
        microBatch = key.bits(index);
        passes = 0;
        JniUtils.setSeed(microBatch);
    }

    /** Random numbers of the next pass of this micro-batch. */
    public KeyedRandom nextPass() {
        return new KeyedRandom(microBatch, Purpose.DROPOUT, passes++);
    }

    /** Sets libtorch's generator inside a pass. */
    public void seed(KeyedRandom pass, long index) {
        JniUtils.setSeed(pass.bits(index));
    }

    @Override
    public void close() {
        constants.clear();
        manager.close();
        mapped.clear();
    }

    /** A tensor in memory that libtorch owns, in this runtime's type. 16-bit numbers are widened on the way. */
    NDArray copied(NDManager owner, Tensor tensor) {
        Shape shape = new Shape(tensor.shape());
        DataType wide = tensor.type() == Tensor.Type.F64 ? DataType.FLOAT64 : DataType.FLOAT32;
        NDArray array = owner.create(shape, wide);
        ByteBuffer memory = array.toByteBuffer(true).order(ByteOrder.nativeOrder());
        if (wide == DataType.FLOAT64) {
            memory.asDoubleBuffer().put(tensor.bytes().asDoubleBuffer());
        } else {
            tensor.copyTo(memory.asFloatBuffer());
        }
        if (wide == type) {
            return array;
        }
        try (array) {
            return array.toType(type, true);
        }
    }

    /** The values of an array in the file's form. */
    public static Tensor tensorOf(NDArray array) {
        Tensor.Type type = array.getDataType() == DataType.FLOAT32 ? Tensor.Type.F32 : Tensor.Type.F64;
        return Tensor.ofBytes(
                type, array.getShape().getShape(), array.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    /** The numbers of an array, in its order, widened to 64 bits. */
    public static double[] doublesOf(NDArray array) {
        return tensorOf(array).doubles();
    }

    private NDArray full(double value) {
        return kept(JniUtils.full(
                (PtNDManager) manager, new Shape(), value, type, manager.getDevice(), SparseFormat.DENSE));
    }

    private static NDArray kept(NDArray array) {
        NDScope.unregister(array);
        return array;
    }
}

package dev.syncprotocol.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers with a shape, as they stand in a file: little-endian, row by row. Immutable.
 *
 * <p>For state that is saved and compared, not for arithmetic.
 */
public final class Tensor {
    /** The kinds of number a state may hold, by their names in a safetensors header. */
    public enum Type {
        F32(4),
        F64(8);

        private final int width;

        Type(int width) {
            this.width = width;
        }

        /** Bytes of one number. */
        public int width() {
            return width;
        }
    }

    private final Type type;
    private final long[] shape;
    private final ByteBuffer bytes;

    private Tensor(Type type, long[] shape, ByteBuffer bytes) {
        long wanted = type.width();
        for (long size : shape) {
            wanted = Math.multiplyExact(wanted, size);
        }
        if (wanted != bytes.remaining()) {
            throw new IllegalArgumentException(type + " of shape " + Arrays.toString(shape) + " needs " + wanted
                    + " bytes, found " + bytes.remaining());
        }
        this.type = type;
        this.shape = shape.clone();
        this.bytes = bytes.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** These bytes as numbers; the buffer's content must not change afterwards. */
    public static Tensor ofBytes(Type type, long[] shape, ByteBuffer bytes) {
        return new Tensor(type, shape, bytes);
    }

    /** 32-bit numbers. */
    public static Tensor ofFloats(long[] shape, float... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(values.length, 4)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Tensor(Type.F32, shape, bytes);
    }

    /** 64-bit numbers. */
    public static Tensor ofDoubles(long[] shape, double... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(values.length, 8)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return new Tensor(Type.F64, shape, bytes);
    }

    /** The kind of number. */
    public Type type() {
        return type;
    }

    /** Sizes of the dimensions; a copy. */
    public long[] shape() {
        return shape.clone();
    }

    /** The bytes, read-only, little-endian, from the first number on. */
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The numbers of an {@link Type#F32} tensor; a copy. */
    public float[] floats() {
        require(Type.F32);
        float[] values = new float[bytes.remaining() / 4];
        bytes().asFloatBuffer().get(values);
        return values;
    }

    /** The numbers of an {@link Type#F64} tensor; a copy. */
    public double[] doubles() {
        require(Type.F64);
        double[] values = new double[bytes.remaining() / 8];
        bytes().asDoubleBuffer().get(values);
        return values;
    }

    private void require(Type wanted) {
        if (type != wanted) {
            throw new IllegalStateException("a tensor of " + type + ", not of " + wanted);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor
                && tensor.type == type
                && Arrays.equals(tensor.shape, shape)
                && tensor.bytes().equals(bytes());
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + bytes.hashCode();
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}

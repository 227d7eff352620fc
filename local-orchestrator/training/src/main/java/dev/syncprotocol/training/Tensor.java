package dev.syncprotocol.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
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
        F64(8),
        /** IEEE half precision; in files of pretrained weights only. */
        F16(2),
        /** The upper half of a 32-bit float; in files of pretrained weights only. */
        BF16(2);

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

    /**
     * These floats as 32-bit ones, or in 16 bits, rounded to nearest with ties to even.
     *
     * @param type not {@link Type#F64}
     */
    public static Tensor rounded(Type type, long[] shape, float... values) {
        if (type == Type.F32 || type == Type.F64) {
            return ofFloats(shape, values);
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, type.width()))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort(type == Type.F16 ? ShortFloats.toHalf(value) : ShortFloats.toBrain(value));
        }
        return new Tensor(type, shape, bytes.flip());
    }

    /** The numbers of a tensor of at most 32 bits, shorter ones widened exactly; a copy. */
    public float[] floats() {
        float[] values = new float[size()];
        copyTo(FloatBuffer.wrap(values));
        return values;
    }

    /**
     * Writes the numbers of a tensor of at most 32 bits, shorter ones widened exactly.
     *
     * @param target with room for all of them
     */
    public void copyTo(FloatBuffer target) {
        ByteBuffer source = bytes();
        ShortBuffer shorts = source.asShortBuffer();
        switch (type) {
            case F32 -> target.put(source.asFloatBuffer());
            case F16 -> {
                while (shorts.hasRemaining()) {
                    target.put(ShortFloats.ofHalf(shorts.get()));
                }
            }
            case BF16 -> {
                while (shorts.hasRemaining()) {
                    target.put(ShortFloats.ofBrain(shorts.get()));
                }
            }
            case F64 -> throw new IllegalStateException("a tensor of F64 does not fit into 32 bits");
        }
    }

    /** How many numbers there are. */
    public int size() {
        return bytes.remaining() / type.width();
    }

    /** The numbers, shorter ones widened exactly; a copy. */
    public double[] doubles() {
        double[] values = new double[size()];
        if (type == Type.F64) {
            bytes().asDoubleBuffer().get(values);
        } else {
            float[] narrow = floats();
            Arrays.setAll(values, i -> narrow[i]);
        }
        return values;
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

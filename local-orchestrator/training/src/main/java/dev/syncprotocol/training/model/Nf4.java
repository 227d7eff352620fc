package dev.syncprotocol.training.model;

import java.util.Arrays;

/**
 * Weights in 4 bits (NF4 of QLoRA, Dettmers et al. 2023; training.md section 6.4): blocks of one absolute maximum, each
 * weight the index of the nearest of sixteen levels to {@code w / absmax}; no double quantisation.
 *
 * @param count how many weights
 * @param blockSize weights of a block; the last one may be shorter
 * @param packed two indices a byte, the first in the high nibble; a missing last one is 0
 * @param absmax of each block
 */
public record Nf4(int count, int blockSize, byte[] packed, float[] absmax) {
    /** Weights of a block, where nothing else is said. */
    public static final int BLOCK = 64;

    private static final double[] LEVELS = {
        -1.0,
        -0.6961928009986877,
        -0.5250730514526367,
        -0.39491748809814453,
        -0.28444138169288635,
        -0.18477343022823334,
        -0.09105003625154495,
        0.0,
        0.07958029955625534,
        0.16093020141124725,
        0.24611230194568634,
        0.33791524171829224,
        0.44070982933044434,
        0.5626170039176941,
        0.7229568362236023,
        1.0
    };
    private static final int ZERO = 7;
    private static final double[] BOUNDS = bounds();

    public Nf4 {
        int blocks = (count + blockSize - 1) / blockSize;
        if (packed.length != (count + 1) / 2 || absmax.length != blocks) {
            throw new IllegalArgumentException(count + " weights in blocks of " + blockSize + ": " + packed.length
                    + " bytes and " + absmax.length + " maxima do not belong to them");
        }
        packed = packed.clone();
        absmax = absmax.clone();
    }

    /** These weights, quantised. */
    public static Nf4 of(float[] weights, int blockSize) {
        byte[] packed = new byte[(weights.length + 1) / 2];
        float[] absmax = new float[(weights.length + blockSize - 1) / blockSize];
        for (int block = 0; block < absmax.length; block++) {
            int from = block * blockSize;
            int to = Math.min(from + blockSize, weights.length);
            absmax[block] = largest(weights, from, to);
            for (int i = from; i < to; i++) {
                int index = absmax[block] == 0 ? ZERO : nearest((double) weights[i] / absmax[block]);
                packed[i / 2] |= (byte) (i % 2 == 0 ? index << 4 : index);
            }
        }
        return new Nf4(weights.length, blockSize, packed, absmax);
    }

    /** The index of the level of weight {@code i}. */
    public int index(int i) {
        return i % 2 == 0 ? (packed[i / 2] >> 4) & 0xF : packed[i / 2] & 0xF;
    }

    /** The weights as they come back. */
    public float[] dequantised() {
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (float) (LEVELS[index(i)] * absmax[i / blockSize]);
        }
        return weights;
    }

    @Override
    public byte[] packed() {
        return packed.clone();
    }

    @Override
    public float[] absmax() {
        return absmax.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Nf4 nf4
                && nf4.count == count
                && nf4.blockSize == blockSize
                && Arrays.equals(nf4.packed, packed)
                && Arrays.equals(nf4.absmax, absmax);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(packed) + Arrays.hashCode(absmax);
    }

    /** The sixteen levels, from -1 to 1. */
    public static double[] levels() {
        return LEVELS.clone();
    }

    /** Bytes of so many weights with their maxima, in blocks of {@link #BLOCK}. */
    public static long bytes(long weights) {
        return (weights + 1) / 2 + (weights + BLOCK - 1) / BLOCK * 4;
    }

    private static float largest(float[] weights, int from, int to) {
        float largest = 0;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, Math.abs(weights[i]));
        }
        return largest;
    }

    private static int nearest(double share) {
        int level = 0;
        while (level < BOUNDS.length && share > BOUNDS[level]) {
            level++;
        }
        return level;
    }

    private static double[] bounds() {
        double[] bounds = new double[LEVELS.length - 1];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = (LEVELS[i] + LEVELS[i + 1]) / 2;
        }
        return bounds;
    }
}

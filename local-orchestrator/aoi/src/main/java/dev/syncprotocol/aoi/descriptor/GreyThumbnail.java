package dev.syncprotocol.aoi.descriptor;

import java.awt.image.BufferedImage;

/** A picture as 64×64 grey levels, 0 to 255, each the rounded average of the area it covers; luma by ITU-R BT.601. */
public final class GreyThumbnail {
    /** Pixels a side. */
    public static final int SIDE = 64;

    private static final int LEVEL = 255;

    private final byte[] levels;

    private GreyThumbnail(byte[] levels) {
        this.levels = levels;
    }

    /** The thumbnail of a picture of any size. */
    public static GreyThumbnail of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        double[] grey = grey(image.getRGB(0, 0, width, height, null, 0, width));
        double[] wide = new double[SIDE * height];
        for (int y = 0; y < height; y++) {
            shrink(grey, y * width, 1, width, wide, y * SIDE, 1);
        }
        double[] small = new double[SIDE * SIDE];
        for (int x = 0; x < SIDE; x++) {
            shrink(wide, x, SIDE, height, small, x, SIDE);
        }
        byte[] levels = new byte[small.length];
        for (int i = 0; i < small.length; i++) {
            levels[i] = (byte) Math.round(small[i]);
        }
        return new GreyThumbnail(levels);
    }

    /** The level at a place; beyond the border, that of the nearest pixel. */
    public int at(int x, int y) {
        return levels[clamp(y) * SIDE + clamp(x)] & LEVEL;
    }

    /** Sum of the absolute differences of all levels; divided by 4096 it is the mean difference. */
    public int distance(GreyThumbnail other) {
        int sum = 0;
        for (int i = 0; i < levels.length; i++) {
            sum += Math.abs((levels[i] & LEVEL) - (other.levels[i] & LEVEL));
        }
        return sum;
    }

    /** The sum of the levels of each of the 64 blocks of 8×8 pixels. */
    public int[] blockSums() {
        int[] sums = new int[SIDE];
        for (int i = 0; i < levels.length; i++) {
            sums[i / SIDE / 8 * 8 + i % SIDE / 8] += levels[i] & LEVEL;
        }
        return sums;
    }

    private static double[] grey(int[] rgb) {
        double[] grey = new double[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            int colour = rgb[i];
            grey[i] = 0.299 * (colour >> 16 & LEVEL) + 0.587 * (colour >> 8 & LEVEL) + 0.114 * (colour & LEVEL);
        }
        return grey;
    }

    /** Area average of a line of {@code length} values to {@link #SIDE} values. */
    private static void shrink(double[] from, int start, int step, int length, double[] to, int toStart, int toStep) {
        for (int i = 0; i < SIDE; i++) {
            double begin = (double) i * length / SIDE;
            double end = (double) (i + 1) * length / SIDE;
            double sum = 0;
            for (int j = (int) begin; j < end; j++) {
                sum += (Math.min(end, j + 1) - Math.max(begin, j)) * from[start + j * step];
            }
            to[toStart + i * toStep] = sum / (end - begin);
        }
    }

    private static int clamp(int i) {
        return Math.max(0, Math.min(SIDE - 1, i));
    }
}

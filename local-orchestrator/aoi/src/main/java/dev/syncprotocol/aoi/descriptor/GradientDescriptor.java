package dev.syncprotocol.aoi.descriptor;

import java.awt.image.BufferedImage;

/**
 * 704 numbers of a picture: grey, 64×64 by area average, 8×8 cells, per cell 9 gradient orientations, mean and deviation; length 1. Every number is at least 0.
 */
public final class GradientDescriptor {
    /** Length of a descriptor: 64 cells of 9 orientations, a mean and a deviation. */
    public static final int LENGTH = 704;

    private static final int CELL = 8;
    private static final int CELLS = GreyThumbnail.SIDE / CELL;
    private static final int ORIENTATIONS = 9;
    private static final int PER_CELL = ORIENTATIONS + 2;

    private GradientDescriptor() {}

    /** The descriptor of a picture. */
    public static float[] of(BufferedImage image) {
        return of(GreyThumbnail.of(image));
    }

    /** The descriptor of a picture that was already brought to 64×64 grey. */
    public static float[] of(GreyThumbnail grey) {
        double[] numbers = new double[LENGTH];
        for (int y = 0; y < GreyThumbnail.SIDE; y++) {
            for (int x = 0; x < GreyThumbnail.SIDE; x++) {
                vote(numbers, grey, x, y);
            }
        }
        for (int cell = 0; cell < CELLS * CELLS; cell++) {
            spread(numbers, grey, cell);
        }
        return normalised(numbers);
    }

    /** Adds a pixel's gradient to the orientation of its cell; directions apart by half a turn are one. */
    private static void vote(double[] numbers, GreyThumbnail grey, int x, int y) {
        double dx = grey.at(x + 1, y) - grey.at(x - 1, y);
        double dy = grey.at(x, y + 1) - grey.at(x, y - 1);
        double angle = Math.atan2(dy, dx);
        double half = (angle < 0 ? angle + Math.PI : angle) / Math.PI;
        int orientation = Math.min(ORIENTATIONS - 1, (int) (half * ORIENTATIONS));
        numbers[cell(x, y) * PER_CELL + orientation] += Math.hypot(dx, dy) / (CELL * CELL);
    }

    private static void spread(double[] numbers, GreyThumbnail grey, int cell) {
        double sum = 0;
        double squares = 0;
        int left = cell % CELLS * CELL;
        int top = cell / CELLS * CELL;
        for (int y = top; y < top + CELL; y++) {
            for (int x = left; x < left + CELL; x++) {
                sum += grey.at(x, y);
                squares += grey.at(x, y) * grey.at(x, y);
            }
        }
        double mean = sum / (CELL * CELL);
        numbers[cell * PER_CELL + ORIENTATIONS] = mean;
        numbers[cell * PER_CELL + ORIENTATIONS + 1] = Math.sqrt(Math.max(0, squares / (CELL * CELL) - mean * mean));
    }

    private static float[] normalised(double[] numbers) {
        double squares = 0;
        for (double number : numbers) {
            squares += number * number;
        }
        double length = Math.sqrt(squares);
        float[] descriptor = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            descriptor[i] = length == 0 ? 0 : (float) (numbers[i] / length);
        }
        return descriptor;
    }

    private static int cell(int x, int y) {
        return y / CELL * CELLS + x / CELL;
    }
}

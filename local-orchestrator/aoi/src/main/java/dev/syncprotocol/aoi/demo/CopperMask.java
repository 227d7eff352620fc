package dev.syncprotocol.aoi.demo;

import java.util.Arrays;

/** Where there is copper: a grid of yes and no. Outside the grid there is none. */
final class CopperMask {
    private final int width;
    private final int height;
    private final boolean[] copper;

    CopperMask(int width, int height) {
        this(width, height, new boolean[width * height]);
    }

    private CopperMask(int width, int height, boolean[] copper) {
        this.width = width;
        this.height = height;
        this.copper = copper;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    boolean at(int x, int y) {
        return inside(x, y) && copper[y * width + x];
    }

    boolean inside(int x, int y) {
        return x >= 0 && y >= 0 && x < width && y < height;
    }

    /** Sets a place; a place outside is passed over. */
    void set(int x, int y, boolean there) {
        if (inside(x, y)) {
            copper[y * width + x] = there;
        }
    }

    CopperMask copy() {
        return new CopperMask(width, height, copper.clone());
    }

    /** A part of the grid. */
    CopperMask crop(int left, int top, int cropWidth, int cropHeight) {
        CopperMask crop = new CopperMask(cropWidth, cropHeight);
        for (int y = 0; y < cropHeight; y++) {
            for (int x = 0; x < cropWidth; x++) {
                crop.set(x, y, at(left + x, top + y));
            }
        }
        return crop;
    }

    /** Sets every place within half of {@code diameter} of a centre. */
    void disc(int centreX, int centreY, int diameter, boolean there) {
        int reach = (diameter + 1) / 2;
        for (int y = -reach; y <= reach; y++) {
            for (int x = -reach; x <= reach; x++) {
                if (4 * (x * x + y * y) <= diameter * diameter) {
                    set(centreX + x, centreY + y, there);
                }
            }
        }
    }

    /** A straight stroke with round ends (Bresenham's line, a disc at each place). */
    void stroke(int fromX, int fromY, int toX, int toY, int diameter) {
        int steps = Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY));
        for (int i = 0; i <= steps; i++) {
            int x = steps == 0 ? fromX : fromX + Math.floorDiv(2 * i * (toX - fromX) + steps, 2 * steps);
            int y = steps == 0 ? fromY : fromY + Math.floorDiv(2 * i * (toY - fromY) + steps, 2 * steps);
            disc(x, y, diameter, true);
        }
    }

    /** Whether there is copper within this many places of a place, diagonals included. */
    boolean near(int x, int y, int reach) {
        for (int dy = -reach; dy <= reach; dy++) {
            for (int dx = -reach; dx <= reach; dx++) {
                if (at(x + dx, y + dy)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether all places within this many places of a place are copper. */
    boolean solid(int x, int y, int reach) {
        for (int dy = -reach; dy <= reach; dy++) {
            for (int dx = -reach; dx <= reach; dx++) {
                if (!at(x + dx, y + dy)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** How many places are copper. */
    int area() {
        int area = 0;
        for (boolean place : copper) {
            area += place ? 1 : 0;
        }
        return area;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CopperMask mask && mask.width == width && Arrays.equals(mask.copper, copper);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(copper);
    }
}

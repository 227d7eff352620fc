package dev.syncprotocol.aoi.demo;

/** Connected regions of a mask: copper with its eight neighbours, or the rest with its four. */
final class Regions {
    private static final int[][] NEIGHBOURS = {
        {1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {1, -1}, {-1, 1}, {-1, -1},
    };

    private final CopperMask mask;
    private final boolean copper;
    private final int[] labels;
    /** Places whose neighbours are still to be looked at; each place waits once. */
    private final int[] open;

    private int waiting;
    private int count;
    private int touching;

    private Regions(CopperMask mask, boolean copper) {
        this.mask = mask;
        this.copper = copper;
        this.labels = new int[mask.width() * mask.height()];
        this.open = new int[labels.length];
    }

    /** The regions of copper. */
    static Regions ofCopper(CopperMask mask) {
        return new Regions(mask, true).fill();
    }

    /** The regions without copper. */
    static Regions ofGaps(CopperMask mask) {
        return new Regions(mask, false).fill();
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /** How many touch no border. */
    int enclosed() {
        return count - touching;
    }

    /** The region of a place, from 1; 0 where there is none. */
    int at(int x, int y) {
        return mask.inside(x, y) ? labels[y * mask.width() + x] : 0;
    }

    private Regions fill() {
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                if (mask.at(x, y) == copper && at(x, y) == 0) {
                    touching += flood(x, y, ++count) ? 1 : 0;
                }
            }
        }
        return this;
    }

    /** Labels the region around a place; whether it touches the border. */
    private boolean flood(int startX, int startY, int label) {
        boolean border = false;
        mark(startX, startY, label);
        while (waiting > 0) {
            int place = open[--waiting];
            int x = place % mask.width();
            int y = place / mask.width();
            border |= x == 0 || y == 0 || x == mask.width() - 1 || y == mask.height() - 1;
            for (int i = 0; i < (copper ? 8 : 4); i++) {
                mark(x + NEIGHBOURS[i][0], y + NEIGHBOURS[i][1], label);
            }
        }
        return border;
    }

    private void mark(int x, int y, int label) {
        if (mask.inside(x, y) && mask.at(x, y) == copper && at(x, y) == 0) {
            labels[y * mask.width() + x] = label;
            open[waiting++] = y * mask.width() + x;
        }
    }
}

package dev.syncprotocol.aoi.demo;

/** One try of a defect on a mask; whether it came out as its row of the table says is for others to judge. */
final class DefectBrush {
    private static final int[][] DIRECTIONS = {{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}};
    private static final int NORMAL = 64;
    /** Widest a trace gets, and a bit. */
    private static final int ACROSS = 8;
    /** Farthest two traces may lie apart to be bridged. */
    private static final int BRIDGE = 18;

    private final CopperMask mask;
    private final Regions regions;
    private final DemoRandom random;
    private final int size;

    DefectBrush(CopperMask mask, Regions regions, DemoRandom random, int size) {
        this.mask = mask;
        this.regions = regions;
        this.random = random;
        this.size = size;
    }

    /** Tries a defect with its centre at a place; whether the place suits. The mask changes only then. */
    boolean paint(Defect defect, int x, int y) {
        return switch (defect) {
            case OPEN -> cut(x, y);
            case SHORT -> bridge(x, y);
            case MOUSEBITE -> bite(x, y);
            case SPUR -> thorn(x, y);
            case COPPER -> blob(x, y);
            case PIN_HOLE -> pierce(x, y);
        };
    }

    private boolean cut(int x, int y) {
        int region = regions.at(x, y);
        if (region == 0) {
            return false;
        }
        int[] along = DIRECTIONS[random.below(4)];
        int gap = length(4, 8);
        int reach = length(ACROSS, ACROSS) + gap;
        int norm = along[0] * along[0] + along[1] * along[1];
        for (int dy = -reach; dy <= reach; dy++) {
            for (int dx = -reach; dx <= reach; dx++) {
                int forward = dx * along[0] + dy * along[1];
                int sideways = dx * along[1] - dy * along[0];
                boolean within = 4 * forward * forward <= gap * gap * norm
                        && sideways * sideways <= (reach - gap) * (reach - gap) * norm;
                if (within && regions.at(x + dx, y + dy) == region) {
                    mask.set(x + dx, y + dy, false);
                }
            }
        }
        return true;
    }

    private boolean bridge(int x, int y) {
        int[] way = DIRECTIONS[random.below(4)];
        int ahead = reachCopper(x, y, way[0], way[1]);
        int behind = reachCopper(x, y, -way[0], -way[1]);
        if (mask.at(x, y) || ahead < 0 || behind < 0) {
            return false;
        }
        int one = regions.at(x + ahead * way[0], y + ahead * way[1]);
        int other = regions.at(x - behind * way[0], y - behind * way[1]);
        if (one == other) {
            return false;
        }
        mask.stroke(x + ahead * way[0], y + ahead * way[1], x - behind * way[0], y - behind * way[1], length(3, 6));
        return true;
    }

    /** Steps to the first copper, or below 0 when there is none near. */
    private int reachCopper(int x, int y, int dx, int dy) {
        for (int i = 1; i <= length(BRIDGE, BRIDGE); i++) {
            if (mask.at(x + i * dx, y + i * dy)) {
                return i;
            }
        }
        return -1;
    }

    private boolean bite(int x, int y) {
        if (!edge(x, y)) {
            return false;
        }
        mask.disc(x, y, diameter(4, 8), false);
        return true;
    }

    private boolean thorn(int x, int y) {
        int[] way = DIRECTIONS[random.below(8)];
        int length = length(3, 8);
        int base = length(3, 4);
        if (!edge(x, y) || mask.at(x + way[0], y + way[1]) || !clear(x, y, way, length)) {
            return false;
        }
        for (int i = 1; i <= length; i++) {
            mask.disc(x + i * way[0], y + i * way[1], Math.max(1, base - base * i / (length + 1)), true);
        }
        return true;
    }

    private boolean clear(int x, int y, int[] way, int length) {
        for (int i = 1; i <= length; i++) {
            if (!clearOfOthers(x + i * way[0], y + i * way[1], regions.at(x, y))) {
                return false;
            }
        }
        return true;
    }

    /** No copper of another trace within 2 places and the thorn's own half width. */
    private boolean clearOfOthers(int x, int y, int own) {
        for (int dy = -4; dy <= 4; dy++) {
            for (int dx = -4; dx <= 4; dx++) {
                int region = regions.at(x + dx, y + dy);
                if (region != 0 && region != own) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean blob(int x, int y) {
        int wide = length(2, 5);
        int high = length(2, 5);
        if (mask.near(x, y, Math.max(wide, high) + 2)) {
            return false;
        }
        for (int dy = -high; dy <= high; dy++) {
            for (int dx = -wide; dx <= wide; dx++) {
                if (dx * dx * high * high + dy * dy * wide * wide <= wide * wide * high * high) {
                    mask.set(x + dx, y + dy, true);
                }
            }
        }
        return true;
    }

    private boolean pierce(int x, int y) {
        int diameter = diameter(3, 6);
        if (!mask.solid(x, y, (diameter + 1) / 2 + 1)) {
            return false;
        }
        mask.disc(x, y, diameter, false);
        return true;
    }

    private boolean edge(int x, int y) {
        return mask.at(x, y) && !(mask.at(x + 1, y) && mask.at(x - 1, y) && mask.at(x, y + 1) && mask.at(x, y - 1));
    }

    /** A length of a 64-pixel crop, brought to this crop; at least 2. */
    private int length(int least, int most) {
        return Math.max(2, random.between(least * size, most * size) / NORMAL);
    }

    /** A diameter of a 64-pixel crop, brought to this crop; a radius is at least 1. */
    private int diameter(int least, int most) {
        return Math.max(2, random.between(least * size, most * size) / NORMAL);
    }
}

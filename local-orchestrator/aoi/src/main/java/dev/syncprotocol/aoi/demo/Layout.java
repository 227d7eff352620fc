package dev.syncprotocol.aoi.demo;

/** Draws copper on a lattice: every trace is tried on a copy and kept only where it stays clear of the others. */
final class Layout {
    private static final int[][] DIRECTIONS = {{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}};
    private static final int LONGEST = 7;

    private final CopperMask copper;
    private final CopperMask pads;
    private final CopperMask print;
    private final int step;
    private final DemoRandom random;
    /** The pieces of copper before the trace that is being tried. */
    private Regions regions;

    private boolean changed;

    Layout(int width, int height, int step, DemoRandom random) {
        this.copper = new CopperMask(width, height);
        this.pads = new CopperMask(width, height);
        this.print = new CopperMask(width, height);
        this.step = step;
        this.random = random;
        this.regions = Regions.ofCopper(copper);
    }

    CopperMask copper() {
        return copper;
    }

    CopperMask pads() {
        return pads;
    }

    CopperMask print() {
        return print;
    }

    /** Draws pads, this many traces where there is room, and silkscreen. */
    void draw(int traces) {
        for (int y = step / 2; y < copper.height(); y += 2 * step) {
            for (int x = step / 2; x < copper.width(); x += 2 * step) {
                if (!random.onceIn(3)) {
                    pad(x, y);
                }
            }
        }
        changed = true;
        for (int i = 0; i < traces * 4; i++) {
            trace();
        }
        for (int i = 0; i < traces / 2; i++) {
            mark();
        }
    }

    private void pad(int x, int y) {
        int diameter = random.between(step * 9 / 16, step * 14 / 16);
        if (random.onceIn(2)) {
            copper.disc(x, y, diameter, true);
            pads.disc(x, y, diameter, true);
        } else {
            square(copper, x, y, diameter / 2);
            square(pads, x, y, diameter / 2);
        }
    }

    private static void square(CopperMask mask, int x, int y, int reach) {
        for (int dy = -reach; dy <= reach; dy++) {
            for (int dx = -reach; dx <= reach; dx++) {
                mask.set(x + dx, y + dy, true);
            }
        }
    }

    /** A walk over the lattice that turns by 45° at most; it ends where it would come too near to other copper. */
    private void trace() {
        int diameter = random.between(step * 6 / 16, step * 10 / 16);
        int x = step / 2 + step * random.below(copper.width() / step);
        int y = step / 2 + step * random.below(copper.height() / step);
        int direction = random.below(DIRECTIONS.length);
        Regions before = regions();
        int own = before.at(x, y);
        if (own == 0 && copper.near(x, y, step / 2)) {
            return;
        }
        for (int i = random.between(2, LONGEST); i > 0; i--) {
            int nextX = x + step * DIRECTIONS[direction][0];
            int nextY = y + step * DIRECTIONS[direction][1];
            int target = before.at(nextX, nextY);
            if (!clear(before, own, target, x, y, nextX, nextY, diameter)) {
                return;
            }
            copper.stroke(x, y, nextX, nextY, diameter);
            changed = true;
            if (target != 0 && target != own) {
                return;
            }
            x = nextX;
            y = nextY;
            direction = (direction + random.between(-1, 1) + DIRECTIONS.length) % DIRECTIONS.length;
        }
    }

    private Regions regions() {
        if (changed) {
            regions = Regions.ofCopper(copper);
            changed = false;
        }
        return regions;
    }

    /** Whether a stroke stays clear of everything but the copper it starts from and the pad it runs to. */
    private boolean clear(Regions before, int own, int target, int fromX, int fromY, int toX, int toY, int diameter) {
        int left = Math.min(fromX, toX) - step;
        int top = Math.min(fromY, toY) - step;
        CopperMask stroke = new CopperMask(Math.abs(toX - fromX) + 2 * step + 1, Math.abs(toY - fromY) + 2 * step + 1);
        stroke.stroke(fromX - left, fromY - top, toX - left, toY - top, diameter + step / 2);
        for (int y = top; y < top + stroke.height(); y++) {
            for (int x = left; x < left + stroke.width(); x++) {
                int region = before.at(x, y);
                boolean leaving = region == own && Math.max(Math.abs(x - fromX), Math.abs(y - fromY)) < step;
                boolean arriving = region == target && region != own;
                if (stroke.at(x - left, y - top) && region != 0 && !leaving && !arriving) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A silkscreen line, beside copper where it can be. */
    private void mark() {
        int x = random.below(print.width());
        int y = random.below(print.height());
        boolean level = random.onceIn(2);
        int length = random.between(step, 2 * step);
        int wide = Math.max(1, step / 8);
        CopperMask line = new CopperMask(print.width(), print.height());
        line.stroke(x, y, level ? x + length : x, level ? y : y + length, wide);
        for (int py = y - wide; py <= y + length + wide; py++) {
            for (int px = x - wide; px <= x + length + wide; px++) {
                if (line.at(px, py) && !pads.near(px, py, 1)) {
                    print.set(px, py, true);
                }
            }
        }
    }
}

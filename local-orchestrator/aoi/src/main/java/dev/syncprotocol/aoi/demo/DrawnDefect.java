package dev.syncprotocol.aoi.demo;

import java.util.Optional;

/**
 * A defect that came out as it should.
 *
 * @param defect which
 * @param mask the crop's mask with it, margin included
 * @param left first changed column of the crop
 * @param top first changed row of the crop
 * @param right last changed column
 * @param bottom last changed row
 * @param area changed places
 */
record DrawnDefect(Defect defect, CopperMask mask, int left, int top, int right, int bottom, int area) {
    private static final int TRIES = 100;

    /**
     * Tries places until the defect's row of the table holds inside the crop; empty after 100 tries.
     *
     * @param golden the crop's mask with its margin
     * @param margin places around the crop that a shift may uncover
     */
    static Optional<DrawnDefect> draw(Defect defect, CopperMask golden, int margin, DemoRandom random) {
        int size = golden.width() - 2 * margin;
        Topology before = Topology.of(golden.crop(margin, margin, size, size));
        Regions regions = Regions.ofCopper(golden);
        int border = margin + Math.max(2, size / 10);
        for (int i = 0; i < TRIES; i++) {
            CopperMask mask = golden.copy();
            int x = random.between(border, golden.width() - 1 - border);
            int y = random.between(border, golden.height() - 1 - border);
            boolean painted = new DefectBrush(mask, regions, random, size).paint(defect, x, y);
            if (painted && defect.holds(before, Topology.of(mask.crop(margin, margin, size, size)))) {
                return Optional.of(changed(defect, golden, mask, margin));
            }
        }
        return Optional.empty();
    }

    private static DrawnDefect changed(Defect defect, CopperMask golden, CopperMask mask, int margin) {
        int left = mask.width();
        int top = mask.height();
        int right = -1;
        int bottom = -1;
        int area = 0;
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                if (mask.at(x, y) != golden.at(x, y)) {
                    left = Math.min(left, x);
                    top = Math.min(top, y);
                    right = Math.max(right, x);
                    bottom = Math.max(bottom, y);
                    area++;
                }
            }
        }
        return new DrawnDefect(defect, mask, left - margin, top - margin, right - margin, bottom - margin, area);
    }
}

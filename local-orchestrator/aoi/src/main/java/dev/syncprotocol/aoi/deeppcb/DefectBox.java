package dev.syncprotocol.aoi.deeppcb;

import java.util.List;
import java.util.Optional;

/**
 * A defect's box in the tested picture.
 *
 * @param left first column
 * @param top first row
 * @param right column behind the last
 * @param bottom row behind the last
 * @param type 1 to 6; others are unknown
 */
record DefectBox(int left, int top, int right, int bottom, int type) {
    private static final List<String> LABELS = List.of("open", "short", "mousebite", "spur", "copper", "pin_hole");

    /** The row's label; empty for an unknown type. */
    Optional<String> label() {
        return type >= 1 && type <= LABELS.size() ? Optional.of(LABELS.get(type - 1)) : Optional.empty();
    }

    int width() {
        return right - left;
    }

    int height() {
        return bottom - top;
    }

    /** Whether it lies within a picture of this size and has an area. */
    boolean inside(int pictureWidth, int pictureHeight) {
        return left >= 0 && top >= 0 && width() > 0 && height() > 0 && right <= pictureWidth && bottom <= pictureHeight;
    }

    /** Pixels it shares with a square. */
    int overlap(int x, int y, int side) {
        int wide = Math.min(right, x + side) - Math.max(left, x);
        int high = Math.min(bottom, y + side) - Math.max(top, y);
        return Math.max(0, wide) * Math.max(0, high);
    }
}

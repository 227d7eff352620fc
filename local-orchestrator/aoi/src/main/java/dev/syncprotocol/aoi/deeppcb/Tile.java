package dev.syncprotocol.aoi.deeppcb;

/**
 * A square cut out of a pair.
 *
 * @param pair where from
 * @param x first column
 * @param y first row
 * @param label {@code PASS} or the defect
 */
record Tile(BoardPair pair, int x, int y, String label) {
    /** {@code <id>_<x>_<y>}. */
    String name() {
        return pair.id() + "_" + x + "_" + y;
    }
}

package dev.syncprotocol.aoi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopologyTest {
    @Test
    void joinsCopperOverCornersAndGapsOnlyOverSides() {
        // Two squares that touch at a corner are one piece; the gap inside a diamond is enclosed.
        CopperMask mask = mask("......", ".xx...", ".xx...", "...xx.", "...xx.", "......");

        assertThat(Topology.of(mask)).isEqualTo(new Topology(1, 0, 8));
        assertThat(Topology.of(mask("..x..", ".x.x.", "x...x", ".x.x.", "..x..")))
                .isEqualTo(new Topology(1, 1, 8));
    }

    @Test
    void countsNoGapThatTouchesTheBorder() {
        assertThat(Topology.of(mask("xxx", "x.x", "x.x"))).isEqualTo(new Topology(1, 0, 7));
        assertThat(Topology.of(mask("xxx", "x.x", "xxx"))).isEqualTo(new Topology(1, 1, 8));
    }

    @Test
    void findsNothingOnABareBoard() {
        assertThat(Topology.of(new CopperMask(4, 4))).isEqualTo(new Topology(0, 0, 0));
    }

    private static CopperMask mask(String... rows) {
        CopperMask mask = new CopperMask(rows[0].length(), rows.length);
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < rows[y].length(); x++) {
                mask.set(x, y, rows[y].charAt(x) == 'x');
            }
        }
        return mask;
    }
}

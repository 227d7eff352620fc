package dev.syncprotocol.aoi.demo;

import dev.syncprotocol.aoi.demo.BoardDesign.Component;
import java.util.Optional;

/**
 * One component of one board.
 *
 * @param board the board's serial number
 * @param design the board's layout
 * @param component which component
 * @param defect what is wrong with it, if something is
 */
record DemoSample(String board, BoardDesign design, Component component, Optional<DrawnDefect> defect) {
    /** {@code PASS}, or the defect's word. */
    String label() {
        return defect.map(drawn -> drawn.defect().label()).orElse("PASS");
    }

    /** The copper as it is on this board. */
    CopperMask copper() {
        return defect.map(DrawnDefect::mask).orElse(component.copper());
    }
}

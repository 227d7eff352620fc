package dev.syncprotocol.aoi.deeppcb;

import java.nio.file.Path;
import java.util.List;

/**
 * A template, the tested picture and its boxes.
 *
 * @param group the board group
 * @param id the pair's id
 * @param template the good picture
 * @param tested the tested picture, aligned with it
 * @param boxes the annotated defects, in file order
 */
record BoardPair(String group, String id, Path template, Path tested, List<DefectBox> boxes) {
    BoardPair {
        boxes = List.copyOf(boxes);
    }
}

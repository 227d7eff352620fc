package dev.syncprotocol.aoi.deeppcb;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What to import.
 *
 * @param from the folder of the pairs, in one of the two published layouts
 * @param out the workspace to make; absent or empty
 * @param tile pixels of a tile's side
 * @param margin pixels a good tile keeps from every box
 * @param passPerNg good tiles a defective one
 * @param groups board groups named for a set; a set without an entry gets what is left
 * @param seed chooses the good tiles
 * @param binarize whether grey levels become black and white at 128
 */
public record ImportOrder(
        Path from,
        Path out,
        int tile,
        int margin,
        int passPerNg,
        Map<GroupRole, List<String>> groups,
        long seed,
        boolean binarize) {
    public ImportOrder {
        EnumMap<GroupRole, List<String>> copy = new EnumMap<>(GroupRole.class);
        groups.forEach((role, names) -> copy.put(role, List.copyOf(names)));
        groups = copy;
    }
}

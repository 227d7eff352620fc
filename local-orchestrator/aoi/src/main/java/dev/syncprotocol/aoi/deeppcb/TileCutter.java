package dev.syncprotocol.aoi.deeppcb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides which tiles a pair gives: one a box, and the grid tiles that keep clear of every box. */
final class TileCutter {
    private final int side;
    private final int margin;
    private final SortedMap<String, Integer> rejected = new TreeMap<>();

    TileCutter(int side, int margin) {
        this.side = side;
        this.margin = margin;
    }

    /** Boxes that gave no tile so far, by reason. */
    SortedMap<String, Integer> rejected() {
        return rejected;
    }

    /** One tile a box, centred on it and clamped to the picture. */
    List<Tile> defects(BoardPair pair, int width, int height) {
        List<Tile> tiles = new ArrayList<>();
        Set<String> cut = new HashSet<>();
        for (DefectBox box : pair.boxes()) {
            String reason = reason(box, width, height);
            if (!reason.isEmpty()) {
                reject(reason);
                continue;
            }
            int x = clamp((box.left() + box.right() - side) / 2, width - side);
            int y = clamp((box.top() + box.bottom() - side) / 2, height - side);
            Tile tile = new Tile(pair, x, y, label(pair, box, x, y));
            if (cut.add(tile.name())) {
                tiles.add(tile);
            } else {
                reject("same_tile");
            }
        }
        return tiles;
    }

    /** The grid tiles that are at least the margin away from every box, known types or not. */
    List<Tile> clear(BoardPair pair, int width, int height) {
        List<Tile> tiles = new ArrayList<>();
        for (int y = 0; y + side <= height; y += side) {
            for (int x = 0; x + side <= width; x += side) {
                int left = x;
                int top = y;
                boolean clear = pair.boxes().stream().noneMatch(box -> near(box, left, top));
                if (clear) {
                    tiles.add(new Tile(pair, x, y, "PASS"));
                }
            }
        }
        return tiles;
    }

    private String reason(DefectBox box, int width, int height) {
        if (box.label().isEmpty()) {
            return "unknown_type";
        }
        if (!box.inside(width, height)) {
            return "box_outside";
        }
        return box.width() > side || box.height() > side ? "larger_than_tile" : "";
    }

    /** The type that covers most of the tile; the centred box's own type where that is a tie. */
    private String label(BoardPair pair, DefectBox centred, int x, int y) {
        Map<String, Integer> overlaps = new TreeMap<>();
        for (DefectBox box : pair.boxes()) {
            box.label().ifPresent(label -> overlaps.merge(label, box.overlap(x, y, side), Integer::sum));
        }
        String own = centred.label().orElseThrow();
        return overlaps.entrySet().stream()
                .max(Comparator.comparing((Map.Entry<String, Integer> entry) -> entry.getValue())
                        .thenComparing(entry -> entry.getKey().equals(own)))
                .map(Map.Entry::getKey)
                .orElse(own);
    }

    private boolean near(DefectBox box, int x, int y) {
        return box.overlap(x - margin, y - margin, side + 2 * margin) > 0;
    }

    /** Counts a box without a tile. */
    void reject(String reason) {
        rejected.merge(reason, 1, Integer::sum);
    }

    private static int clamp(int value, int most) {
        return Math.max(0, Math.min(value, most));
    }
}

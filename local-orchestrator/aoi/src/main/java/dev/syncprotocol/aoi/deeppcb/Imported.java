package dev.syncprotocol.aoi.deeppcb;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was imported: {@code boxes = ngTiles + the sum of rejected}.
 *
 * @param pairs picture pairs read
 * @param boxes boxes of all annotations
 * @param ngTiles defective tiles cut
 * @param rejected boxes without a tile, by reason
 * @param passTiles good tiles cut
 * @param groups board groups by set; none for a set that got none
 * @param heldOut ids of the boards that validation holds out of the training groups; empty where it has groups of its own
 * @param rows rows by table: {@code train}, {@code validation}, {@code kpi}, {@code pool}, {@code benchmark} where there is one; and {@code pairs}
 */
public record Imported(
        int pairs,
        int boxes,
        int ngTiles,
        SortedMap<String, Integer> rejected,
        int passTiles,
        Map<GroupRole, List<String>> groups,
        List<String> heldOut,
        SortedMap<String, Integer> rows) {
    public Imported {
        rejected = Collections.unmodifiableSortedMap(new TreeMap<>(rejected));
        groups = Map.copyOf(groups);
        heldOut = List.copyOf(heldOut);
        rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    }
}

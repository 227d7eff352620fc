package dev.syncprotocol.aoi.pool;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The pre-generated objects of a workspace; every file of both folders belongs to one.
 *
 * @param objects sorted by name
 * @param ngFiles pictures in the folder of defects
 * @param okFiles pictures in the folder of partners
 */
public record Pairing(List<PregenObject> objects, int ngFiles, int okFiles) {
    public Pairing {
        objects = List.copyOf(objects);
    }

    /** Objects a label. */
    public SortedMap<String, Integer> labels() {
        SortedMap<String, Integer> counts = new TreeMap<>();
        objects.forEach(object -> counts.merge(object.label(), 1, Integer::sum));
        return counts;
    }

    /** Objects a type, {@code <texture>+<defect>}. */
    public SortedMap<String, Integer> types() {
        SortedMap<String, Integer> counts = new TreeMap<>();
        objects.forEach(object -> counts.merge(object.type(), 1, Integer::sum));
        return counts;
    }
}

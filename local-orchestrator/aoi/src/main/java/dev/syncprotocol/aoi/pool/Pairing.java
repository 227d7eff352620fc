package dev.syncprotocol.aoi.pool;

import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleColumns;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    /**
     * The objects whose files already have the names they are staged under, as rows: these can be compared with other tables before anything is staged. Pictures
     * that are converted or get their light's name in staging are not among them.
     *
     * @param root what the rows' paths are relative to
     */
    public SampleTable rows(Path root, Pictures pictures) {
        return SampleTable.of(
                List.of(),
                objects.stream()
                        .filter(object -> named(object, object.ng(), pictures) && named(object, object.ok(), pictures))
                        .map(object -> row(object, root))
                        .toList());
    }

    private static boolean named(PregenObject object, Map<String, Path> files, Pictures pictures) {
        return files.entrySet().stream()
                .allMatch(file -> file.getValue()
                        .getFileName()
                        .toString()
                        .equals(pictures.fileName(object.objectName(), file.getKey())));
    }

    private static SampleRow row(PregenObject object, Path root) {
        return new SampleRow(
                0,
                Map.of(
                        SampleColumns.INPUT_PATH, folder(object.ng(), root),
                        SampleColumns.GOLDEN_PATH, folder(object.ok(), root),
                        SampleColumns.LABEL, object.label(),
                        SampleColumns.OBJECT_NAME, object.objectName()));
    }

    private static String folder(Map<String, Path> files, Path root) {
        Path folder = files.values().iterator().next().toAbsolutePath().getParent();
        return root.toAbsolutePath().relativize(folder).toString().replace('\\', '/');
    }
}

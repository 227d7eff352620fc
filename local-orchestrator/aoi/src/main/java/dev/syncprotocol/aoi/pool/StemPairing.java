package dev.syncprotocol.aoi.pool;

import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Pairs the pre-generated pictures by stem; extensions may differ (specification §7.3, decision A21). Every file has its partner under every light, or nothing is paired.
 */
public final class StemPairing {
    private static final int SHOWN = 10;

    private final Pictures pictures;
    private final List<Violation> faults = new ArrayList<>();

    private StemPairing(Pictures pictures) {
        this.pictures = pictures;
    }

    /**
     * Pairs the two folders of a workspace; reads names only.
     *
     * @throws SyncException {@code pregen_missing} without a folder, {@code pregen_empty} without pictures, {@code pregen_unpaired} with every file that lacks its partner, its
     *     light or stands there twice, {@code csv_invalid} for a defect that is called {@code pass}
     */
    public static Pairing of(AoiWorkspace workspace, Pictures pictures) throws IOException {
        List<Path> ng = files(workspace.pregenNg());
        List<Path> ok = files(workspace.pregenOk());
        return new StemPairing(pictures).pair(ng, ok);
    }

    /**
     * Only that both folders hold pictures, however they are named.
     *
     * @throws SyncException {@code pregen_missing}, {@code pregen_empty}
     */
    public static void requirePictures(AoiWorkspace workspace) throws IOException {
        files(workspace.pregenNg());
        files(workspace.pregenOk());
    }

    private Pairing pair(List<Path> ngFiles, List<Path> okFiles) {
        SortedMap<String, Map<String, Path>> ng = byObject(ngFiles);
        SortedMap<String, Map<String, Path>> ok = byObject(okFiles);
        SortedSet<String> names = new TreeSet<>(ng.keySet());
        names.addAll(ok.keySet());
        List<PregenObject> objects = new ArrayList<>();
        for (String name : names) {
            Map<String, Path> defects = lit(name, ng, "the defective picture (reconstructed_image)");
            Map<String, Path> partners = lit(name, ok, "its partner (original_image)");
            PregenName typed = PregenName.of(name);
            objects.add(new PregenObject(name, typed.type(), typed.label(), defects, partners));
        }
        refuse();
        objects.forEach(StemPairing::refuseGood);
        return new Pairing(objects, ngFiles.size(), okFiles.size());
    }

    /** The pictures of an object in light order; a missing light is a fault. */
    private Map<String, Path> lit(String name, SortedMap<String, Map<String, Path>> side, String what) {
        Map<String, Path> found = side.getOrDefault(name, Map.of());
        Map<String, Path> ordered = new LinkedHashMap<>();
        for (String light : pictures.lightsOrNone()) {
            if (found.containsKey(light)) {
                ordered.put(light, found.get(light));
            } else {
                fault(name, what + (light.isEmpty() ? "" : " under " + light), "none");
            }
        }
        return ordered;
    }

    private SortedMap<String, Map<String, Path>> byObject(List<Path> files) {
        SortedMap<String, Map<String, Path>> objects = new TreeMap<>();
        for (Path file : files) {
            String stem = PictureNames.stem(file);
            String light = light(stem);
            String name = light.isEmpty() || !stem.endsWith("_" + light)
                    ? stem
                    : stem.substring(0, stem.length() - light.length() - 1);
            Path other = objects.computeIfAbsent(name, n -> new TreeMap<>()).putIfAbsent(light, file);
            if (other != null) {
                fault(name, "one picture", PictureNames.name(other) + " and " + PictureNames.name(file));
            }
        }
        return objects;
    }

    /** The light a stem ends in, the longest when several fit; the only light, when there is one and the stem names none. */
    private String light(String stem) {
        List<String> lights = pictures.lightsOrNone();
        return lights.stream()
                .filter(light -> !light.isEmpty() && stem.endsWith("_" + light))
                .max(Comparator.comparingInt(String::length))
                .orElseGet(() -> lights.size() == 1 ? lights.get(0) : unlit(stem));
    }

    private String unlit(String stem) {
        fault(stem, "a name that ends in _" + String.join(" or _", pictures.lights()), "no light");
        return "";
    }

    private void fault(String name, String expected, String found) {
        faults.add(new Violation("", 0, 0, name, expected, found));
    }

    private void refuse() {
        if (!faults.isEmpty()) {
            Violation first = faults.get(0);
            throw new SyncException(
                    ErrorCode.PREGEN_UNPAIRED,
                    faults.size() + " pre-generated pictures are not paired; first " + first.rule() + ": expected "
                            + first.expected() + ", found " + first.found(),
                    null,
                    "add the partner or take the picture away, then run sync aoi preflight again",
                    faults.subList(0, Math.min(SHOWN, faults.size())),
                    List.of());
        }
    }

    /** A defect called {@code pass} would be a label nobody can believe (specification §7.1). */
    private static void refuseGood(PregenObject object) {
        if (Labels.isDoubtful(object.label())) {
            throw new SyncException(
                            ErrorCode.CSV_INVALID,
                            object.objectName() + ": expected the name of a defect after +, found " + object.label())
                    .withHint("pre-generated pictures are defective; rename both pictures after their defect");
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new SyncException(ErrorCode.PREGEN_MISSING, "expected the folder " + folder + ", found none");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> pictures =
                    entries.filter(PictureNames::isPicture).sorted().toList();
            if (pictures.isEmpty()) {
                throw new SyncException(
                        ErrorCode.PREGEN_EMPTY, "expected .jpg or .png files in " + folder + ", found none");
            }
            return pictures;
        }
    }
}

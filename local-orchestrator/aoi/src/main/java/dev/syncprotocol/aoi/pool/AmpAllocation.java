package dev.syncprotocol.aoi.pool;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Hard stop {@code amp_allocation_mismatch} (specification §11.8): what was asked for per defect type, what lies in the folders and what was staged are one number.
 */
public final class AmpAllocation {
    private AmpAllocation() {}

    /**
     * The terms a pre-flight knows: requested = pictures of defects = their partners.
     *
     * @throws SyncException {@code amp_allocation_mismatch} with every defect type whose numbers differ
     */
    public static void check(Optional<DefectSpec> asked, Pairing found) {
        refuse(asked.map(spec -> against(spec, found)).orElse(List.of()));
    }

    /**
     * The terms of the staged pool: objects = staged pairs = {@code counts.sdg_rows} = synthetic rows of the source pool, per label.
     *
     * @throws SyncException {@code amp_allocation_mismatch} with every label whose numbers differ
     */
    public static void check(Pairing found, Map<String, Integer> sdgRows, int manifestRows) {
        List<Violation> faults = new ArrayList<>();
        SortedMap<String, Integer> pairs = found.labels();
        pairs.forEach((label, count) -> compare(faults, label, count, sdgRows.getOrDefault(label, 0)));
        sdgRows.keySet().stream()
                .filter(label -> !pairs.containsKey(label))
                .forEach(label -> compare(faults, label, 0, sdgRows.getOrDefault(label, 0)));
        compare(faults, "manifest.counts.sdg_rows", found.objects().size(), manifestRows);
        refuse(faults);
    }

    private static List<Violation> against(DefectSpec spec, Pairing found) {
        List<Violation> faults = new ArrayList<>();
        for (DefectSpec.Entry entry : spec.entries()) {
            int pairs = (int) found.objects().stream().filter(entry::covers).count();
            entry.count().ifPresent(count -> compare(faults, entry.defectType(), count, pairs));
        }
        found.objects().stream()
                .filter(object -> spec.entries().stream().noneMatch(entry -> entry.covers(object)))
                .map(PregenObject::type)
                .distinct()
                .forEach(type -> faults.add(fault(type, "a defect_type of defect_spec.jsonl", "none for it")));
        return faults;
    }

    private static void compare(List<Violation> faults, String type, int expected, int found) {
        if (expected != found) {
            faults.add(fault(type, expected + " pairs", found + " pairs"));
        }
    }

    private static Violation fault(String type, String expected, String found) {
        return new Violation("", 0, 0, type, expected, found);
    }

    private static void refuse(List<Violation> faults) {
        if (!faults.isEmpty()) {
            Violation first = faults.get(0);
            throw new SyncException(
                    ErrorCode.AMP_ALLOCATION_MISMATCH,
                    "augmentation/anomalygen: " + first.rule() + ": expected " + first.expected() + ", found "
                            + first.found() + (faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more)"),
                    null,
                    "correct the counts of augmentation/anomalygen/defect_spec.jsonl, or the files",
                    faults,
                    List.of());
        }
    }
}

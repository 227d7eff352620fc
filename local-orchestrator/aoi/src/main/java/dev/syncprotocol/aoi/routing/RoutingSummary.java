package dev.syncprotocol.aoi.routing;

import dev.syncprotocol.aoi.rca.GapRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code routing_summary.txt} (specification §8.8). */
final class RoutingSummary {
    private RoutingSummary() {}

    static String text(
            List<GapRow> rows, Set<String> minable, Set<String> makeable, Path mining, Optional<Path> anomalygen) {
        List<String> lines = new ArrayList<>();
        lines.add("Weak-sample routing summary");
        lines.add("Total weak samples: " + rows.size());
        lines.add("Mining subset:      " + count(rows, minable) + " -> " + mining);
        lines.add("AnomalyGen subset:  " + count(rows, makeable) + " -> "
                + anomalygen.map(Path::toString).orElse("none"));
        lines.add("");
        lines.add("Per-label breakdown (count, mining, anomalygen):");
        counts(rows)
                .forEach(entry -> lines.add(line(
                        entry.getKey(),
                        entry.getValue(),
                        minable.contains(entry.getKey()),
                        makeable.contains(entry.getKey()))));
        return String.join("\n", lines) + "\n";
    }

    private static String line(String label, long count, boolean mined, boolean made) {
        String places = "  " + label + ": " + count + " (mining=" + word(mined) + ", anomalygen=" + word(made) + ")";
        return mined || made ? places : places + " DROPPED: not in the pool and not generated";
    }

    private static long count(List<GapRow> rows, Set<String> labels) {
        return rows.stream()
                .filter(row -> labels.contains(SampleRouting.word(row)))
                .count();
    }

    private static List<Map.Entry<String, Long>> counts(List<GapRow> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(SampleRouting::word, Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    private static String word(boolean yes) {
        return yes ? "yes" : "no";
    }
}

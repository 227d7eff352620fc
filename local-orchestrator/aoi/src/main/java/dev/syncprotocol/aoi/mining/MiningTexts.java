package dev.syncprotocol.aoi.mining;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.aoi.pool.SourceSample;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The tables and texts of a mining, and its warnings.
 *
 * @param order what was asked for
 * @param pairs every target with its top-K
 * @param candidates their samples
 * @param kept the candidates at or above the cut-off
 * @param samples the source pool by sample key
 * @param excluded samples history left out
 */
record MiningTexts(
        MiningOrder order,
        List<ConsideredPair> pairs,
        List<Candidate> candidates,
        List<Candidate> kept,
        Map<String, SourceSample> samples,
        int excluded) {
    private static final double HALF = 0.5;

    void write() throws IOException {
        neighbours();
        summaryTable();
        String text = String.join("\n", summary()) + "\n";
        AtomicFile.replace(order.outputDir().resolve("mining_summary.txt"), text.getBytes(StandardCharsets.UTF_8));
    }

    /** S4-12.16, S4-12.22 and A18. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        Set<String> pool = words(
                samples.values().stream().map(sample -> sample.row().label()).toList());
        Set<String> targets = words(
                order.targets().pictures().stream().map(EmbeddedPicture::label).toList());
        targets.stream()
                .filter(label -> !pool.contains(label))
                .forEach(label -> warnings.add("target label " + label + " has no row in the source pool"));
        words(order.kpiLabels()).stream()
                .filter(label -> !pool.contains(label) && !targets.contains(label))
                .forEach(label -> warnings.add("KPI label " + label + " has no row in the source pool"));
        order.previousKept().ifPresent(previous -> yieldDrop(warnings, previous));
        if (kept.isEmpty()) {
            warnings.add("mining kept nothing: this iteration trains on the rows of the one before");
        }
        return warnings;
    }

    private void yieldDrop(List<String> warnings, int previous) {
        if (kept.size() < HALF * previous) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "mining kept %d samples, the iteration before %d: a drop of %.1f %%",
                    kept.size(),
                    previous,
                    100.0 * (previous - kept.size()) / previous));
        }
    }

    private void neighbours() throws IOException {
        try (CsvWriter csv = csv("neighbours.csv")) {
            csv.writeRecord("target", "rank", "source", "cosine");
            for (ConsideredPair pair : pairs) {
                csv.writeRecord(
                        pair.target(),
                        Integer.toString(pair.rank()),
                        pair.source(),
                        StoredThreshold.decimal(pair.cosine()));
            }
        }
    }

    private void summaryTable() throws IOException {
        MiningSettings settings = order.settings();
        try (CsvWriter csv = csv("knn_summary.csv")) {
            csv.writeRecord(
                    "candidate_count",
                    "kept_count",
                    "rejected_count",
                    "similarity_threshold",
                    "metric",
                    "top_k_per_target",
                    "target_count",
                    "source_count",
                    "excluded_by_history",
                    "embedder");
            csv.writeRecord(
                    Integer.toString(candidates.size()),
                    Integer.toString(kept.size()),
                    Integer.toString(candidates.size() - kept.size()),
                    threshold(),
                    settings.metric().word(),
                    Integer.toString(settings.topKPerTarget()),
                    Integer.toString(order.targets().pictures().size()),
                    Integer.toString(samples.size()),
                    Integer.toString(excluded),
                    order.sources().space().identity().name());
        }
    }

    private List<String> summary() {
        MiningSettings settings = order.settings();
        List<String> lines = new ArrayList<>();
        lines.add("Mining summary of " + order.phase());
        lines.add("Queries: " + order.targets().pictures().size());
        lines.add("Neighbours requested: " + settings.topKPerTarget() + " a query, metric "
                + settings.metric().word());
        lines.add("Pairs considered: " + pairs.size());
        lines.add("Duplicates removed: " + (pairs.size() - candidates.size()));
        lines.add("Label filter: " + labelFilter());
        lines.add("Excluded by history: " + excluded);
        lines.add("Candidates: " + candidates.size());
        lines.add("Cut-off: " + (threshold().isEmpty() ? "none" : "cosine >= " + threshold()));
        lines.add("Kept: " + kept.size() + ", rejected: " + (candidates.size() - kept.size()));
        lines.add("Kept per label and provenance:");
        kept.stream()
                .map(candidate -> samples.get(candidate.sampleKey()))
                .collect(Collectors.groupingBy(
                        sample ->
                                sample.row().label() + " " + sample.provenance().word(),
                        TreeMap::new,
                        Collectors.counting()))
                .forEach((origin, count) -> lines.add("  " + origin + ": " + count));
        warnings().forEach(warning -> lines.add("Warning: " + warning));
        return lines;
    }

    /** Pairs of one light are kept when the labels agree, dropped when they do not. */
    private String labelFilter() {
        if (!order.settings().filterByLabel()) {
            return "n/a";
        }
        Map<String, Long> sources = order.sources().pictures().stream()
                .collect(Collectors.groupingBy(EmbeddedPicture::light, Collectors.counting()));
        Map<String, Long> agreeing = order.sources().pictures().stream()
                .collect(Collectors.groupingBy(MiningTexts::group, Collectors.counting()));
        long all = 0;
        long same = 0;
        for (EmbeddedPicture target : order.targets().pictures()) {
            all += sources.getOrDefault(target.light(), 0L);
            same += agreeing.getOrDefault(group(target), 0L);
        }
        return same + " pairs kept, " + (all - same) + " dropped";
    }

    private static String group(EmbeddedPicture picture) {
        return picture.light() + " " + picture.label().toUpperCase(Locale.ROOT);
    }

    private String threshold() {
        return order.settings().metric() == KnnMetric.COSINE
                ? StoredThreshold.decimal(order.settings().minSimilarity())
                : "";
    }

    private static Set<String> words(List<String> labels) {
        return labels.stream()
                .map(label -> label.toUpperCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private CsvWriter csv(String name) throws IOException {
        Path file = order.outputDir().resolve(name);
        return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file, StandardCharsets.UTF_8);
    }
}

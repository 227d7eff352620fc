package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.kpi.KpiAnalysis;
import dev.syncprotocol.aoi.table.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Order and figures of weak samples; labels PASS first, then by name. */
final class WeakSamples {
    private static final Comparator<WeakSample> WEAKEST_FIRST = Comparator.comparingDouble(WeakSample::weakness)
            .reversed()
            .thenComparing(WeakSample::label)
            .thenComparing(sample -> sample.row().inputPath())
            .thenComparing(sample -> sample.row().objectName());
    private static final Comparator<String> PASS_FIRST =
            Comparator.comparing((String label) -> !Labels.isPass(label)).thenComparing(Comparator.naturalOrder());

    private WeakSamples() {}

    /** Every sample of a table with its distance to the analysis' threshold. */
    static List<WeakSample> of(KpiAnalysis analysis) {
        double threshold = analysis.threshold().value();
        return analysis.table().rows().stream()
                .map(row -> new WeakSample(
                        analysis.table().sample(row),
                        Labels.canonical(row.label()),
                        row.score(),
                        row.ng() ? threshold - row.score() : row.score() - threshold))
                .toList();
    }

    /** Samples by label, weakest first. */
    static Map<String, List<WeakSample>> weakestFirst(List<WeakSample> samples) {
        return kept(samples, Integer.MAX_VALUE);
    }

    /** The weakest samples of each label, weakest first. */
    static Map<String, List<WeakSample>> kept(List<WeakSample> all, int topK) {
        Map<String, List<WeakSample>> kept = new LinkedHashMap<>();
        byLabel(all)
                .forEach((label, samples) -> kept.put(
                        label,
                        samples.stream().sorted(WEAKEST_FIRST).limit(topK).toList()));
        return kept;
    }

    /** The samples whose place within their label is behind the top-K. */
    static List<WeakSample> left(List<WeakSample> all, int topK) {
        return byLabel(all).values().stream()
                .flatMap(samples -> samples.stream().sorted(WEAKEST_FIRST).skip(topK))
                .toList();
    }

    /** The weakest samples of a class, whatever their label. */
    static List<WeakSample> weakest(List<WeakSample> kept, boolean pass, int count) {
        return kept.stream()
                .filter(sample -> Labels.isPass(sample.label()) == pass)
                .sorted(WEAKEST_FIRST)
                .limit(count)
                .toList();
    }

    static List<LabelWeakness> labels(List<WeakSample> all, Map<String, List<WeakSample>> kept) {
        List<LabelWeakness> labels = new ArrayList<>();
        byLabel(all)
                .forEach((label, samples) -> labels.add(figures(label, samples, kept.getOrDefault(label, List.of()))));
        return labels;
    }

    /** Defects by misses, then by largest weakness, then by name (A22); a defect has no false positives of its own. */
    static List<String> targetDefects(List<WeakSample> all, Map<String, List<WeakSample>> kept) {
        return labels(all, kept).stream()
                .filter(label -> !Labels.isPass(label.label()) && label.kept() > 0)
                .sorted(Comparator.comparingInt(LabelWeakness::misclassified)
                        .thenComparingDouble(LabelWeakness::maxWeakness)
                        .reversed()
                        .thenComparing(LabelWeakness::label))
                .map(LabelWeakness::label)
                .toList();
    }

    private static Map<String, List<WeakSample>> byLabel(List<WeakSample> samples) {
        return samples.stream()
                .collect(
                        Collectors.groupingBy(WeakSample::label, () -> new TreeMap<>(PASS_FIRST), Collectors.toList()));
    }

    private static LabelWeakness figures(String label, List<WeakSample> samples, List<WeakSample> kept) {
        double[] sorted =
                samples.stream().mapToDouble(WeakSample::weakness).sorted().toArray();
        int n = sorted.length;
        double sum = 0;
        for (double weakness : sorted) {
            sum += weakness;
        }
        return new LabelWeakness(
                label,
                n,
                sum / n,
                (sorted[(n - 1) / 2] + sorted[n / 2]) / 2,
                sorted[n - 1],
                misclassified(samples),
                kept.size(),
                misclassified(kept));
    }

    private static int misclassified(List<WeakSample> samples) {
        return (int) samples.stream().filter(WeakSample::isMisclassified).count();
    }
}

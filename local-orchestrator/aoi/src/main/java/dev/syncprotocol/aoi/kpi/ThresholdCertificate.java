package dev.syncprotocol.aoi.kpi;

import dev.syncprotocol.aoi.engine.ScoreKind;
import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.aoi.table.SampleColumns;
import dev.syncprotocol.protocol.digest.Sha256;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A stored threshold with all that is needed to check it again (specification §11.2).
 *
 * @param inferenceCsv the table it was computed on, relative to the certificate's folder
 * @param inferenceSha256 digest of that table
 * @param reading how the table was read
 * @param scoreKind what its scores are: {@code logit}, {@code probability}, {@code distance}, or {@code unknown}
 * @param minRecall the recall asked for, a fraction
 * @param threshold what is deployed
 * @param counts the counts compared as 64-bit floats
 * @param float32Counts the counts compared as 32-bit floats
 * @param ties how many samples decide it together
 * @param weakestNg the five NG samples with the smallest scores
 * @param labels what is known of each kind of defect, by label
 * @param bounds what the numbers of samples prove
 */
public record ThresholdCertificate(
        String inferenceCsv,
        Sha256 inferenceSha256,
        ScoreColumns reading,
        String scoreKind,
        double minRecall,
        StoredThreshold threshold,
        OperatingPoint counts,
        OperatingPoint float32Counts,
        TieMass ties,
        List<WeakestNg> weakestNg,
        List<LabelBound> labels,
        Bounds bounds) {
    /** The file's name in every inference folder. */
    public static final String FILE = "threshold_certificate.json";

    /** The score kind of a table whose origin is not known. */
    public static final String UNKNOWN_KIND = "unknown";

    private static final int WEAKEST = 5;

    public ThresholdCertificate {
        weakestNg = List.copyOf(weakestNg);
        labels = List.copyOf(labels);
    }

    /** The certificate of an analysis; {@code inferenceCsv} is how the certificate's folder names the table. */
    public static ThresholdCertificate of(KpiAnalysis analysis, String inferenceCsv, ScoreKind kind) {
        return of(analysis, inferenceCsv, kind.word());
    }

    /** As {@link #of(KpiAnalysis, String, ScoreKind)}, for a table of any origin. */
    static ThresholdCertificate of(KpiAnalysis analysis, String inferenceCsv, String kind) {
        return new ThresholdCertificate(
                inferenceCsv,
                analysis.table().sha256(),
                analysis.table().reading(),
                kind,
                analysis.minRecall(),
                analysis.threshold(),
                analysis.counts(),
                analysis.float32Counts(),
                TieMass.of(analysis),
                weakest(analysis),
                labels(analysis),
                Bounds.of(analysis.counts()));
    }

    /** The false alarm rate at the threshold, percent. */
    public double farPct() {
        return counts.farPct();
    }

    /** Whether the target is met in 64-bit and in 32-bit comparison. */
    public boolean meets(KpiTarget target) {
        return target.isMetBy(counts) && target.isMetBy(float32Counts);
    }

    private static List<WeakestNg> weakest(KpiAnalysis analysis) {
        ScoredTable table = analysis.table();
        return table.rows().stream()
                .filter(ScoredRow::ng)
                .sorted(Comparator.comparingDouble(ScoredRow::score).thenComparingInt(ScoredRow::line))
                .limit(WEAKEST)
                .map(row -> new WeakestNg(
                        row.line(),
                        row.label(),
                        table.sample(row).cell(SampleColumns.OBJECT_NAME),
                        row.score(),
                        row.score() - analysis.threshold().value()))
                .toList();
    }

    private static List<LabelBound> labels(KpiAnalysis analysis) {
        double threshold = analysis.threshold().value();
        Map<String, List<Double>> scores = analysis.table().rows().stream()
                .filter(ScoredRow::ng)
                .collect(Collectors.groupingBy(
                        row -> Labels.canonical(row.label()),
                        TreeMap::new,
                        Collectors.mapping(ScoredRow::score, Collectors.toList())));
        return scores.entrySet().stream()
                .map(label -> bound(label.getKey(), label.getValue(), threshold))
                .toList();
    }

    private static LabelBound bound(String label, List<Double> scores, double threshold) {
        double lowest = scores.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        int missed = (int) scores.stream().filter(score -> score <= threshold).count();
        double upper = 100 * Bounds.missRateUpper(scores.size(), missed);
        return new LabelBound(label, scores.size(), missed, lowest, lowest - threshold, upper);
    }
}

package dev.syncprotocol.aoi.kpi;

import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code summary.txt}: the blocks readers of the public analysis know, thresholds in full, and what the numbers prove. */
final class KpiSummary {
    static final String FILE = "summary.txt";

    private KpiSummary() {}

    static void write(Path folder, KpiAnalysis analysis, ThresholdCertificate certificate) throws IOException {
        String text = String.join("\n", lines(analysis, certificate)) + "\n";
        AtomicFile.replace(folder.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(KpiAnalysis analysis, ThresholdCertificate certificate) {
        List<String> lines = new ArrayList<>();
        rules(lines, analysis.table().reading());
        counts(lines, analysis);
        lines.add("Best threshold that hits " + recall(analysis.minRecall()) + "% recall:");
        block(lines, analysis.threshold().value(), analysis.counts());
        lines.add("  swept candidate: "
                + StoredThreshold.decimal(analysis.chosen().threshold()) + " (stored by rule "
                + analysis.threshold().rule().word() + ")");
        lines.add("  compared as float32: FP=" + analysis.float32Counts().fp() + " FN="
                + analysis.float32Counts().fn());
        proofs(lines, certificate);
        lines.add("Best threshold by F1 score:");
        block(lines, analysis.bestF1().threshold(), analysis.bestF1());
        lines.add("");
        lines.add("Best F1 threshold missed NO_PASS samples (actual NO_PASS, predicted "
                + analysis.table().reading().passLabel() + "): "
                + KpiTables.missed(analysis).size());
        files(lines);
        return lines;
    }

    private static void rules(List<String> lines, ScoreColumns reading) {
        String pass = reading.passLabel();
        lines.addAll(List.of(
                "AOI inference threshold analysis",
                "",
                "Prediction rule:",
                "  score > threshold => NO_PASS",
                "  score <= threshold => " + pass,
                "",
                "Ground-truth rule:",
                "  label == " + pass + " => " + pass,
                "  label != " + pass + " => NO_PASS",
                "",
                "Key metric:",
                "  FAR (False Alarm Rate) = FP / (FP + TN)",
                "  = fraction of actual PASS items falsely predicted as NO_PASS",
                "",
                "Threshold search scope:",
                "  all threshold candidates are evaluated on the entire dataset",
                ""));
    }

    private static void counts(List<String> lines, KpiAnalysis analysis) {
        lines.add("Input score column: " + analysis.table().reading().score());
        lines.add("Total rows: " + analysis.table().rows().size());
        lines.add("PASS rows: " + analysis.scores().passCount());
        lines.add("NO_PASS rows: " + analysis.scores().ngCount());
        lines.add("");
    }

    private static void block(List<String> lines, double threshold, OperatingPoint point) {
        lines.add("  threshold: " + StoredThreshold.decimal(threshold) + " (" + StoredThreshold.hexOf(threshold) + ")");
        lines.add("  >>> FAR (False Alarm Rate): " + percent(point.far()) + "  (FP=" + point.fp() + " / (FP="
                + point.fp() + " + TN=" + point.tn() + "))");
        lines.add("  precision: " + six(point.precision()));
        lines.add("  recall: " + six(point.recall()));
        lines.add("  f1: " + six(point.f1()));
        lines.add("  accuracy: " + six(point.accuracy()));
        lines.add("  confusion matrix (rows=actual, cols=predicted; PASS, NO_PASS):");
        lines.add("    TN=" + point.tn() + "  FP=" + point.fp());
        lines.add("    FN=" + point.fn() + "  TP=" + point.tp());
    }

    private static void proofs(List<String> lines, ThresholdCertificate certificate) {
        Bounds bounds = certificate.bounds();
        TieMass ties = certificate.ties();
        lines.add("");
        lines.add("What this proves (95 % confidence):");
        lines.add("  true miss rate at most " + three(bounds.missRateUpperPct()) + "% ("
                + (certificate.counts().tp() + certificate.counts().fn()) + " NO_PASS rows, "
                + certificate.counts().fn() + " missed; rule of three " + three(bounds.ruleOfThreePct()) + "%)");
        lines.add("  true FAR between " + three(bounds.farLowerPct()) + "% and " + three(bounds.farUpperPct()) + "%");
        lines.add("  tie mass: " + ties.passAtWeakestNg() + " PASS and " + ties.ngAtWeakestNg()
                + " NO_PASS rows at the weakest NO_PASS score " + StoredThreshold.decimal(ties.weakestNgScore()) + "; "
                + ties.passAtThreshold() + " and " + ties.ngAtThreshold() + " at the threshold");
        for (LabelBound label : certificate.labels()) {
            lines.add("  " + label.label() + ": n=" + label.n() + " missed=" + label.missed() + " lowest="
                    + StoredThreshold.decimal(label.lowestScore()) + " miss rate at most "
                    + three(label.missRateUpperPct()) + "%");
        }
        lines.add("");
    }

    private static void files(List<String> lines) {
        lines.add("");
        lines.add("Files written:");
        List.of(KpiTables.METRICS, FILE, KpiTables.MISSED).forEach(file -> lines.add("  " + file));
        KpiPlots.FILES.forEach(file -> lines.add("  " + file));
        lines.add("  " + ThresholdCertificate.FILE);
    }

    /** The recall asked for in percent, whole where it is whole. */
    private static String recall(double fraction) {
        return StoredThreshold.shortest(fraction)
                .movePointRight(2)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String percent(double fraction) {
        return Double.isNaN(fraction) ? "nan" : String.format(Locale.ROOT, "%.4f%%", fraction * 100);
    }

    private static String six(double value) {
        return Double.isNaN(value) ? "nan" : String.format(Locale.ROOT, "%.6f", value);
    }

    private static String three(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}

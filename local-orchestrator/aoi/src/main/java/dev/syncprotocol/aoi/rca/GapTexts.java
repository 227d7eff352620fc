package dev.syncprotocol.aoi.rca;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.kpi.KpiAnalysis;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The texts of a gap analysis: threshold, metrics, breakdown and the report. */
final class GapTexts {
    private GapTexts() {}

    static void write(GapOrder order, KpiAnalysis analysis, GapOutcome outcome, Map<String, List<WeakSample>> kept)
            throws IOException {
        Path folder = order.outputDir();
        put(folder.resolve(GapAnalysis.THRESHOLD), analysis.threshold().decimal() + "\n");
        put(folder.resolve("metrics.json"), SyncJson.pretty(metrics(outcome)));
        put(folder.resolve("weak_samples_breakdown.txt"), String.join("\n", breakdown(order, outcome)) + "\n");
        put(folder.resolve("RCA_Report.md"), RcaReport.text(new RcaFindings(order, analysis, outcome, kept)));
    }

    private static ObjectNode metrics(GapOutcome outcome) {
        OperatingPoint counts = outcome.counts();
        ObjectNode tree = SyncJson.object();
        tree.put("precision", counts.precision()).put("recall", counts.recall()).put("f1", counts.f1());
        tree.putObject("confusion_matrix")
                .put("tp", counts.tp())
                .put("fp", counts.fp())
                .put("tn", counts.tn())
                .put("fn", counts.fn());
        ObjectNode labels = tree.putObject("per_label");
        for (LabelWeakness label : outcome.labels()) {
            labels.putObject(label.label())
                    .put("total", label.total())
                    .put("mean_weakness", StoredThreshold.shortest(label.meanWeakness()))
                    .put("median_weakness", StoredThreshold.shortest(label.medianWeakness()))
                    .put("max_weakness", StoredThreshold.shortest(label.maxWeakness()))
                    .put("n_misclassified", label.misclassified());
        }
        return tree;
    }

    /** The lines of the breakdown: samples and lights, then each label as the public analysis writes it. */
    static List<String> breakdown(GapOrder order, GapOutcome outcome) {
        int kept = outcome.labels().stream().mapToInt(LabelWeakness::kept).sum();
        int lights = order.pictures().lightsOrNone().size();
        List<String> lines = new ArrayList<>();
        lines.add("Weak samples: " + kept + " samples x " + lights + " lights = "
                + outcome.gaps().size() + " rows");
        for (LabelWeakness label : outcome.labels()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s: %d (%.1f%%) — %d misclassified, %d marginal",
                    label.label(),
                    label.kept(),
                    100.0 * label.kept() / kept,
                    label.keptMisclassified(),
                    label.kept() - label.keptMisclassified()));
        }
        return lines;
    }

    private static void put(Path file, String text) throws IOException {
        AtomicFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
    }
}

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
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The texts of a gap analysis: threshold, metrics, breakdown and the report. */
final class GapTexts {
    private GapTexts() {}

    static void write(GapOrder order, KpiAnalysis analysis, GapOutcome outcome, Map<String, List<WeakSample>> kept)
            throws IOException {
        Path folder = order.outputDir();
        put(folder.resolve("threshold.txt"), analysis.threshold().decimal() + "\n");
        put(folder.resolve("metrics.json"), SyncJson.pretty(metrics(outcome)));
        put(folder.resolve("weak_samples_breakdown.txt"), breakdown(order, outcome));
        put(folder.resolve("RCA_Report.md"), RcaReport.text(order, analysis, outcome, kept));
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

    private static String breakdown(GapOrder order, GapOutcome outcome) {
        int kept = outcome.labels().stream().mapToInt(LabelWeakness::kept).sum();
        int lights = order.pictures().lightsOrNone().size();
        StringBuilder text = new StringBuilder("Weak samples: " + kept + " samples x " + lights + " lights = "
                + outcome.gaps().size() + " rows\n");
        for (LabelWeakness label : outcome.labels()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s: kept %d (%.1f%% of all kept), misclassified %d, marginal %d\n",
                    label.label(),
                    label.kept(),
                    100.0 * label.kept() / kept,
                    label.keptMisclassified(),
                    label.kept() - label.keptMisclassified()));
        }
        return text.toString();
    }

    private static void put(Path file, String text) throws IOException {
        AtomicFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
    }
}

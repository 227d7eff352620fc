package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.kpi.KpiAnalysis;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.kpi.ScoredTable;
import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.aoi.kpi.ThresholdSweep;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The built-in gap finder: the stored threshold of the sweep, and the {@code top_k_per_label} weakest samples of each label. */
public final class BuiltInGaps implements GapFinder {
    @Override
    public FoundGaps find(GapOrder order, ScoredTable table) throws IOException {
        refuseUnreachable(order, table);
        KpiAnalysis analysis = KpiAnalysis.of(table, order.minRecall());
        List<WeakSample> all = WeakSamples.of(analysis);
        List<GapRow> rows = WeakSamples.kept(all, order.topKPerLabel()).values().stream()
                .flatMap(List::stream)
                .flatMap(sample -> sample.pictures(order).stream())
                .toList();
        return new FoundGaps(analysis.threshold(), rows);
    }

    private static void refuseUnreachable(GapOrder order, ScoredTable table) throws IOException {
        ThresholdSweep sweep = ThresholdSweep.of(table.scores());
        if (sweep.atRecall(order.minRecall()).isPresent()) {
            return;
        }
        OperatingPoint best = sweep.points().stream()
                .max(Comparator.comparingDouble(OperatingPoint::recall))
                .orElseThrow();
        String text = "No threshold reaches recall " + order.minRecall() + ".\nThe model reaches recall "
                + best.recall() + " at threshold " + StoredThreshold.decimal(best.threshold()) + ".\n";
        Path file = order.outputDir().resolve(GapAnalysis.UNREACHABLE);
        AtomicFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
        throw new SyncException(
                ErrorCode.RECALL_UNREACHABLE,
                "no threshold of " + order.inferenceCsv() + " reaches recall " + order.minRecall()
                        + "; the model reaches " + best.recall() + ": " + file);
    }
}

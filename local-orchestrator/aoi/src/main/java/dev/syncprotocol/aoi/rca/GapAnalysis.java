package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.accounting.Edge;
import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Origin;
import dev.syncprotocol.aoi.accounting.Reason;
import dev.syncprotocol.aoi.accounting.Tally;
import dev.syncprotocol.aoi.kpi.KpiAnalysis;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.kpi.ScoreColumns;
import dev.syncprotocol.aoi.kpi.ScoredTable;
import dev.syncprotocol.aoi.kpi.ScoredTableFile;
import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.aoi.kpi.ThresholdSweep;
import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Gap analysis (specification §11.4): where the model is weakest, per label, measured from the stored threshold. */
public final class GapAnalysis {
    /** The rows of the gaps, one a picture. */
    public static final String GAPS = "kpi_gaps.parquet";
    /** Written instead of the gaps when no threshold has the recall. */
    public static final String UNREACHABLE = "unreachable_kpi.txt";

    private final GapOrder order;
    private final KpiAnalysis analysis;

    private GapAnalysis(GapOrder order, KpiAnalysis analysis) {
        this.order = order;
        this.analysis = analysis;
    }

    /**
     * Analyses a scored table and writes every file of specification §8.7.
     *
     * @throws SyncException {@code recall_unreachable} when no threshold has the recall, after {@code unreachable_kpi.txt} is written;
     *     {@code kpi_undefined}, {@code csv_invalid} for the table
     */
    public static GapOutcome analyse(GapOrder order) throws IOException {
        ScoredTable table = ScoredTableFile.read(order.inferenceCsv(), ScoreColumns.DEFAULTS);
        refuseUnreachable(order, table);
        return new GapAnalysis(order, KpiAnalysis.of(table, order.minRecall())).outcome();
    }

    private GapOutcome outcome() throws IOException {
        List<WeakSample> all = samples();
        Map<String, List<WeakSample>> kept = WeakSamples.kept(all, order.topKPerLabel());
        List<WeakSample> flat = kept.values().stream().flatMap(List::stream).toList();
        List<GapRow> gaps =
                flat.stream().flatMap(sample -> pictures(sample).stream()).toList();
        Path parquet = order.outputDir().resolve(GAPS);
        GapFile.write(parquet, gaps);
        GapOutcome outcome = new GapOutcome(
                analysis.threshold().value(),
                analysis.counts(),
                parquet,
                gaps,
                WeakSamples.labels(all, kept),
                WeakSamples.targetDefects(all, kept),
                List.of(toKept(all, flat), toRows(flat, GapFile.read(parquet))));
        GapTexts.write(order, analysis, outcome, kept);
        WeakPictures.write(order, flat);
        return outcome;
    }

    private List<WeakSample> samples() {
        double threshold = analysis.threshold().value();
        ScoredTable table = analysis.table();
        return table.rows().stream()
                .map(row -> new WeakSample(
                        table.sample(row),
                        Labels.canonical(row.label()),
                        row.score(),
                        row.ng() ? threshold - row.score() : row.score() - threshold))
                .toList();
    }

    private List<GapRow> pictures(WeakSample sample) {
        List<GapRow> rows = new ArrayList<>();
        for (String light : order.pictures().lightsOrNone()) {
            Path picture = order.pictures().input(order.imagesDir(), sample.row(), light);
            rows.add(new GapRow(picture.toString(), sample.label(), sample.score(), sample.weakness()));
        }
        return rows;
    }

    private EdgeAccount toKept(List<WeakSample> all, List<WeakSample> kept) {
        Tally in = Tally.of(analysis.table().rows(), row -> new Origin(Labels.canonical(row.label()), Origin.KPI));
        Tally left = tally(WeakSamples.left(all, order.topKPerLabel()));
        return new EdgeAccount(Edge.E2, in, tally(kept), Map.of(Reason.NOT_IN_TOP_K, left));
    }

    private static Tally tally(List<WeakSample> samples) {
        return Tally.of(samples, sample -> new Origin(sample.label(), Origin.KPI));
    }

    private EdgeAccount toRows(List<WeakSample> kept, List<GapRow> written) {
        Tally in = tally(kept).times(order.pictures().lightsOrNone().size());
        return EdgeAccount.of(Edge.E3, in, Tally.of(written, row -> new Origin(row.label(), Origin.KPI)));
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
        Path file = order.outputDir().resolve(UNREACHABLE);
        AtomicFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
        throw new SyncException(
                ErrorCode.RECALL_UNREACHABLE,
                "no threshold of " + order.inferenceCsv() + " reaches recall " + order.minRecall()
                        + "; the model reaches " + best.recall() + ": " + file);
    }
}

package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.accounting.Edge;
import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Origin;
import dev.syncprotocol.aoi.accounting.Reason;
import dev.syncprotocol.aoi.accounting.Tally;
import dev.syncprotocol.aoi.kpi.KpiAnalysis;
import dev.syncprotocol.aoi.kpi.ScoreColumns;
import dev.syncprotocol.aoi.kpi.ScoredTable;
import dev.syncprotocol.aoi.kpi.ScoredTableFile;
import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Gap analysis (specification §11.4): where the model is weakest, per label, measured from the stored threshold. */
public final class GapAnalysis {
    /** The rows of the gaps, one a picture. */
    public static final String GAPS = "kpi_gaps.parquet";
    /** The threshold weakness is measured from, one number. */
    public static final String THRESHOLD = "threshold.txt";
    /** Written instead of the gaps when no threshold has the recall. */
    public static final String UNREACHABLE = "unreachable_kpi.txt";

    private final GapOrder order;
    private final KpiAnalysis analysis;

    private GapAnalysis(GapOrder order, KpiAnalysis analysis) {
        this.order = order;
        this.analysis = analysis;
    }

    /**
     * Analyses a scored table and writes every file of specification §8.7, of gaps that somebody finds and this class checks.
     *
     * @throws SyncException {@code recall_unreachable} when no threshold has the recall, after {@code unreachable_kpi.txt} is written;
     *     {@code kpi_undefined}, {@code csv_invalid} for the table; {@code engine_failed} for gaps that cannot be true of it
     */
    public static GapOutcome analyse(GapOrder order, GapFinder finder) throws IOException {
        ScoredTable table = ScoredTableFile.read(order.inferenceCsv(), ScoreColumns.DEFAULTS);
        FoundGaps found = finder.find(order, table);
        KpiAnalysis analysis = KpiAnalysis.of(table, order.minRecall()).at(found.threshold());
        return new GapAnalysis(order, analysis).outcome(found.rows());
    }

    private GapOutcome outcome(List<GapRow> found) throws IOException {
        List<WeakSample> all = WeakSamples.of(analysis);
        Map<String, List<WeakSample>> kept = WeakSamples.weakestFirst(GapCheck.kept(order, analysis, all, found));
        List<WeakSample> flat = kept.values().stream().flatMap(List::stream).toList();
        List<GapRow> gaps =
                flat.stream().flatMap(sample -> sample.pictures(order).stream()).toList();
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
}

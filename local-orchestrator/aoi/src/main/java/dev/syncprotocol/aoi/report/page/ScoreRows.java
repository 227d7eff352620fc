package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.kpi.Histogram;
import dev.syncprotocol.aoi.kpi.LabelledScores;
import java.util.ArrayList;
import java.util.List;

/** Ten equal bins between the lowest and the highest score (specification §14.2, {@code SCORE_DIST_ROWS_HTML}). */
public final class ScoreRows {
    private static final int BINS = 10;

    private ScoreRows() {}

    /** The bins, lowest first; each sample is in one of them. */
    public static List<Row> of(LabelledScores scores, double threshold) {
        Histogram bins = Histogram.of(scores, BINS);
        List<Row> rows = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            boolean cut = holds(bins, bin, Math.max(threshold, bins.low()));
            List<String> notes = new ArrayList<>();
            if (cut) {
                notes.add("the threshold lies here");
            }
            if (holds(bins, bin, scores.weakestNg())) {
                notes.add("weakest defective sample");
            }
            rows.add(new Row(
                    cut ? "operating" : "",
                    Figure.score(bins.edge(bin)) + " to " + Figure.score(bins.edge(bin + 1)),
                    bins.pass()[bin],
                    bins.ng()[bin],
                    String.join("; ", notes)));
        }
        return rows;
    }

    private static boolean holds(Histogram bins, int bin, double score) {
        boolean last = bin == BINS - 1;
        return score >= bins.edge(bin) && (last || score < bins.edge(bin + 1));
    }

    /**
     * A bin.
     *
     * @param kind {@code operating} where the threshold lies
     * @param range from and to; the upper end belongs to the next bin, the last one's to itself
     * @param pass good samples
     * @param ng defective samples
     * @param note what is remarkable
     */
    public record Row(String kind, String range, int pass, int ng, String note) {}
}

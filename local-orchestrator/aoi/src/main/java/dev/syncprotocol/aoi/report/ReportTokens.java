package dev.syncprotocol.aoi.report;

import dev.syncprotocol.aoi.kpi.LabelledScores;
import dev.syncprotocol.aoi.kpi.ScoredTable;
import dev.syncprotocol.aoi.kpi.ThresholdCertificate;
import dev.syncprotocol.aoi.kpi.ThresholdSweep;
import dev.syncprotocol.aoi.report.page.Advice;
import dev.syncprotocol.aoi.report.page.Banner;
import dev.syncprotocol.aoi.report.page.BenchmarkTile;
import dev.syncprotocol.aoi.report.page.ChoicePart;
import dev.syncprotocol.aoi.report.page.DefectRows;
import dev.syncprotocol.aoi.report.page.FarChart;
import dev.syncprotocol.aoi.report.page.FarData;
import dev.syncprotocol.aoi.report.page.Figure;
import dev.syncprotocol.aoi.report.page.Insight;
import dev.syncprotocol.aoi.report.page.IterationCards;
import dev.syncprotocol.aoi.report.page.IterationRows;
import dev.syncprotocol.aoi.report.page.KpiPanel;
import dev.syncprotocol.aoi.report.page.PoolRows;
import dev.syncprotocol.aoi.report.page.RecallRows;
import dev.syncprotocol.aoi.report.page.RunFactsPart;
import dev.syncprotocol.aoi.report.page.RunLine;
import dev.syncprotocol.aoi.report.page.Sample;
import dev.syncprotocol.aoi.report.page.ScoreChart;
import dev.syncprotocol.aoi.report.page.ScoreRows;
import dev.syncprotocol.aoi.report.reading.PhaseReading;
import dev.syncprotocol.aoi.report.reading.RunReading;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tokens of the page and what stands for them: the 26 of specification §14.2, and a few of our own. */
final class ReportTokens {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String NOTHING_YET = "No phase has a figure yet.";

    private final RunReading run;
    private final ReportTemplate template;
    private final Map<String, Object> tokens = new TreeMap<>();

    private ReportTokens(RunReading run, ReportTemplate template) {
        this.run = run;
        this.template = template;
    }

    static Map<String, Object> of(RunReading run, ReportTemplate template, Clock clock) throws IOException {
        ReportTokens made = new ReportTokens(run, template);
        made.tokens.put("GENERATED_DATE", MINUTE.format(clock.instant()));
        made.head();
        made.best();
        made.chart();
        made.phases();
        made.operatingPoint();
        made.rest();
        return made.tokens;
    }

    private void head() throws IOException {
        KpiPanel panel = KpiPanel.of(run);
        int complete = run.iterations().size();
        int most = run.state().maxIterations();
        tokens.put("KPI_TARGET", run.target().text());
        tokens.put("KPI_TARGET_PCT", Figure.plain(run.target().farPct()));
        tokens.put("MIN_RECALL", Figure.plain(run.target().recallPct()));
        tokens.put("ITERATIONS_RUN", complete);
        tokens.put("MAX_ITERATIONS", most);
        tokens.put("FINAL_ITER_COUNT_LABEL", complete + " / " + most + " complete");
        tokens.put("FINAL_KPI_STATUS", panel.status());
        tokens.put("FINAL_KPI_STATUS_CLASS", panel.kind());
        tokens.put("STAGE_TIME", RunFactsPart.duration(run) + " in stages");
        tokens.put("BENCHMARK_TILE_HTML", template.part("benchmark-tile", "tiles", BenchmarkTile.of(run)));
        tokens.put("RUN_LINE_HTML", template.part("run-line", "line", RunLine.of(run)));
        tokens.put("KPI_BANNER_HTML", template.part("banner", "banners", Banner.of(run)));
    }

    private void best() {
        Optional<PhaseReading> best = run.best();
        Optional<ThresholdCertificate> certificate = best.flatMap(PhaseReading::certificate);
        tokens.put("BEST_ITER_LABEL", best.map(PhaseReading::label).orElse(Figure.NONE));
        tokens.put("BEST_FAR", best.map(phase -> Figure.percent(phase.farPct())).orElse(Figure.NONE));
        tokens.put(
                "BEST_THRESHOLD",
                best.map(phase -> Figure.threshold(phase.state().threshold())).orElse(Figure.NONE));
        tokens.put(
                "BEST_CHECKPOINT",
                best.flatMap(phase -> phase.state().bestCheckpoint())
                        .map(Object::toString)
                        .orElse(Figure.NONE));
        tokens.put(
                "MISS_BOUND",
                certificate
                        .map(c -> Figure.bound(c.bounds().missRateUpperPct()))
                        .orElse(Figure.NONE));
        tokens.put(
                "MISS_BOUND_NOTE",
                certificate
                        .map(c -> c.counts().fn() + " of "
                                + (c.counts().tp() + c.counts().fn()) + " defects missed")
                        .orElse(""));
    }

    private void chart() {
        FarData data = FarData.of(run);
        tokens.put("FAR_DATA_JSON", data.json());
        tokens.put("FAR_Y_MAX", Figure.plain(data.top()));
        tokens.put("FAR_Y_STEPS_JSON", data.stepsJson());
        tokens.put("FAR_CHART_SVG", FarChart.svg(data));
    }

    private void phases() throws IOException {
        tokens.put("ITERATION_TABLE_ROWS_HTML", template.part("iteration-rows", "rows", IterationRows.of(run)));
        tokens.put("CHOICE_HTML", template.part("choice", "choices", ChoicePart.of(run)));
        tokens.put("ITER_CARDS_HTML", template.part("cards", "cards", IterationCards.of(run)));
        tokens.put("MINING_POOL_ROWS_HTML", template.part("pool-rows", "rows", PoolRows.of(run)));
        tokens.put("CUTOFF_WORDS", PoolRows.cutoffs(run));
    }

    /** What is known of the best phase's operating point; empty parts while there is none, or where its files are gone. */
    private void operatingPoint() throws IOException {
        Optional<PhaseReading> best = run.best();
        Optional<ScoredTable> table = best.isPresent() ? run.tableOf(best.get()) : Optional.empty();
        Optional<ThresholdCertificate> certificate = best.flatMap(PhaseReading::certificate);
        if (table.isPresent() && certificate.isPresent()) {
            measured(best.get(), certificate.get(), table.get());
        } else {
            unmeasured(best.isPresent() ? "The table or the certificate of the best phase is gone." : NOTHING_YET);
        }
    }

    private void measured(PhaseReading best, ThresholdCertificate certificate, ScoredTable table) throws IOException {
        LabelledScores scores = table.scores();
        double threshold = certificate.threshold().value();
        tokens.put("RCA_INSIGHT_HTML", template.part("sentences", "sentences", Insight.far(best, certificate, scores)));
        tokens.put(
                "THRESHOLD_INSIGHT_HTML",
                template.part("threshold", "insight", Insight.threshold(run, best, certificate)));
        tokens.put("SCORE_CHART_SVG", ScoreChart.svg(scores, threshold));
        tokens.put("SCORE_DIST_ROWS_HTML", template.part("score-rows", "rows", ScoreRows.of(scores, threshold)));
        tokens.put(
                "RECALL_FAR_ROWS_HTML",
                template.part("recall-rows", "rows", RecallRows.of(ThresholdSweep.of(scores), run.target())));
        tokens.put("DEFECT_TYPE_ROWS_HTML", template.part("defect-rows", "rows", DefectRows.of(certificate, table)));
    }

    private void unmeasured(String why) throws IOException {
        String sentence = template.part("sentences", "sentences", List.of(why));
        tokens.put("RCA_INSIGHT_HTML", sentence);
        tokens.put("THRESHOLD_INSIGHT_HTML", sentence);
        tokens.put("SCORE_CHART_SVG", "");
        for (String rows : List.of("SCORE_DIST_ROWS_HTML", "RECALL_FAR_ROWS_HTML", "DEFECT_TYPE_ROWS_HTML")) {
            tokens.put(rows, template.part("no-rows", "none", Figure.NONE));
        }
    }

    private void rest() throws IOException {
        tokens.put("DATA_SAMPLES_HTML", template.part("samples", "cells", Sample.of(run.pair())));
        tokens.put("RECOMMENDATIONS_HTML", template.part("recommendations", "advice", Advice.of(run)));
        tokens.put("RUN_FACTS_HTML", template.part("facts", "facts", RunFactsPart.of(run)));
    }
}

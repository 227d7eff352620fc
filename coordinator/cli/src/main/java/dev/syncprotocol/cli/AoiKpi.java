package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.kpi.Bounds;
import dev.syncprotocol.aoi.kpi.KpiAnalysis;
import dev.syncprotocol.aoi.kpi.KpiReport;
import dev.syncprotocol.aoi.kpi.KpiTarget;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.kpi.ScoreColumns;
import dev.syncprotocol.aoi.kpi.ScoreColumns.LetterCase;
import dev.syncprotocol.aoi.kpi.ScoredTable;
import dev.syncprotocol.aoi.kpi.ScoredTableFile;
import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.aoi.kpi.ThresholdCertificate;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sync aoi kpi}: the false alarm rate at full recall of any inference table (aoi.md §11.1 to §11.3). */
@Command(
        name = "kpi",
        description = "False alarms at full recall of an inference CSV, and what they prove.",
        footer = {"", "Example:", "  sync aoi kpi inference.csv --target \"FAR < 5%% at recall=100%%\""})
final class AoiKpi implements Verb {
    private static final int MOST_BINS = 1000;
    private static final double SAME = 1e-12;

    @Parameters(paramLabel = "CSV", description = "a table with a label and a score column")
    private String csv = "";

    @Option(
            names = "--output-dir",
            paramLabel = "DIR",
            description = "where the analysis goes (default: <name>_analysis beside the CSV)")
    @Nullable
    private String outputDir;

    @Option(names = "--label-column", paramLabel = "NAME", description = "true labels (default: label)")
    private String labelColumn = ScoreColumns.DEFAULTS.label();

    @Option(names = "--score-column", paramLabel = "NAME", description = "scores (default: siamese_score)")
    private String scoreColumn = ScoreColumns.DEFAULTS.score();

    @Option(names = "--pass-label", paramLabel = "TEXT", description = "label of good samples (default: PASS)")
    private String passLabel = ScoreColumns.DEFAULTS.passLabel();

    @Option(names = "--bins", paramLabel = "N", description = "bars of the histogram (default: 40)")
    private int bins = KpiReport.BINS;

    @Option(
            names = "--min-recall",
            paramLabel = "R",
            description = "recall to hold, above 0 to 1 (default: the target's, else 1.0)")
    @Nullable
    private Double minRecall;

    @Option(
            names = "--target",
            paramLabel = "TEXT",
            description = "say whether this is met, for example \"FAR < 0.1%% at recall=100%%\"")
    @Nullable
    private String target;

    @Option(
            names = "--lenient-labels",
            description = "count PASS in another letter case as PASS, with a warning, instead of refusing it")
    private boolean lenientLabels;

    @Override
    public Answer answer(Invocation in) throws IOException {
        Optional<KpiTarget> asked = Optional.ofNullable(target).map(KpiTarget::parse);
        KpiReport report = report(in.path(csv), recall(asked));
        Path folder = outputDir == null ? beside(in.path(csv)) : in.path(outputDir);
        ThresholdCertificate certificate = report.write(folder);
        ObjectNode data = data(report.analysis(), certificate, asked);
        data.put("output_dir", folder.toString());
        return new Answer(
                "sync.aoi-kpi/1", data, words(in.style(), report.analysis(), certificate, asked, folder), List.of());
    }

    private KpiReport report(Path file, double recall) throws IOException {
        if (bins < 1 || bins > MOST_BINS) {
            throw new SyncException(ErrorCode.USAGE, "--bins is 1 to " + MOST_BINS);
        }
        if (!Files.isRegularFile(file)) {
            throw new SyncException(
                            ErrorCode.USAGE,
                            Files.isDirectory(file) ? csv + " is a folder, no table" : "there is no file " + csv)
                    .withHint("name an inference CSV, such as results/run_…/baseline/inference/best_val/inference.csv");
        }
        LetterCase letterCase = lenientLabels ? LetterCase.LENIENT : LetterCase.EXACT;
        ScoreColumns columns = new ScoreColumns(labelColumn, scoreColumn, passLabel, letterCase);
        KpiAnalysis analysis = KpiAnalysis.of(ScoredTableFile.read(file, columns), recall);
        return new KpiReport(analysis, ThresholdCertificate.UNKNOWN_KIND, bins);
    }

    private double recall(Optional<KpiTarget> asked) {
        double recall = minRecall == null ? asked.map(KpiTarget::minRecall).orElse(1.0) : minRecall;
        if (!(recall > 0 && recall <= 1)) {
            throw new SyncException(ErrorCode.USAGE, "--min-recall is above 0 and at most 1");
        }
        if (asked.isPresent() && Math.abs(asked.get().minRecall() - recall) > SAME) {
            throw new SyncException(ErrorCode.USAGE, "--min-recall is not the recall of the target");
        }
        return recall;
    }

    private static Path beside(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + "_analysis");
    }

    private ObjectNode data(KpiAnalysis analysis, ThresholdCertificate certificate, Optional<KpiTarget> asked) {
        ScoredTable table = analysis.table();
        ObjectNode data = SyncJson.object()
                .put("csv", csv)
                .put("csv_sha256", table.sha256().hex())
                .put("rows", table.rows().size())
                .put("n_pass", analysis.scores().passCount())
                .put("n_ng", analysis.scores().ngCount())
                .put("min_recall", analysis.minRecall());
        data.put("threshold", StoredThreshold.shortest(analysis.threshold().value()))
                .put("threshold_hex", analysis.threshold().hex())
                .put("rule", analysis.threshold().rule().word());
        data.put("far_pct", certificate.farPct())
                .put("recall_pct", certificate.counts().recallPct());
        data.set("counts", counts(certificate.counts()));
        data.set("float32_counts", counts(certificate.float32Counts()));
        bounds(data.putObject("bounds"), certificate.bounds());
        data.putObject("best_f1")
                .put("threshold", StoredThreshold.shortest(analysis.bestF1().threshold()))
                .put("f1", analysis.bestF1().f1())
                .put("recall_pct", analysis.bestF1().recallPct())
                .put("far_pct", analysis.bestF1().farPct());
        data.set("target", asked.map(kpi -> target(kpi, certificate)).orElse(null));
        data.set("warnings", Trees.texts(table.warnings()));
        data.set("files", Trees.texts(KpiReport.FILES));
        return data;
    }

    private static ObjectNode counts(OperatingPoint point) {
        return SyncJson.object()
                .put("tp", point.tp())
                .put("fp", point.fp())
                .put("tn", point.tn())
                .put("fn", point.fn());
    }

    private static void bounds(ObjectNode node, Bounds bounds) {
        node.put("miss_rate_upper_pct", bounds.missRateUpperPct())
                .put("rule_of_three_pct", bounds.ruleOfThreePct())
                .put("far_lower_pct", bounds.farLowerPct())
                .put("far_upper_pct", bounds.farUpperPct());
    }

    private static ObjectNode target(KpiTarget kpi, ThresholdCertificate certificate) {
        return SyncJson.object()
                .put("text", kpi.text())
                .put("operator", kpi.operator().sign())
                .put("far_pct", kpi.farPct())
                .put("recall_pct", kpi.recallPct())
                .put("met", certificate.meets(kpi));
    }

    private String words(
            Style style,
            KpiAnalysis analysis,
            ThresholdCertificate certificate,
            Optional<KpiTarget> asked,
            Path folder) {
        OperatingPoint counts = certificate.counts();
        Words words = new Words();
        words.line(
                style.bold(format("FAR %.4f %%", counts.farPct())) + format(" at recall %.4f %%", counts.recallPct()));
        words.line(format(
                "%d of %d PASS flagged (overkill), %d of %d NG missed (escapes)",
                counts.fp(), counts.fp() + counts.tn(), counts.fn(), counts.fn() + counts.tp()));
        words.line("threshold " + analysis.threshold().decimal() + " ("
                + analysis.threshold().hex() + "); NG above it");
        Bounds bounds = certificate.bounds();
        words.line(format(
                "proves, 95 %%: miss rate at most %.3f %%, FAR %.3f %% to %.3f %%",
                bounds.missRateUpperPct(), bounds.farLowerPct(), bounds.farUpperPct()));
        ties(words, certificate);
        asked.ifPresent(kpi -> words.line(
                (certificate.meets(kpi) ? style.good("met: ") : style.wait("not met: ")) + Style.shown(kpi.text())));
        analysis.table().warnings().forEach(warning -> words.wrapped("warning: ", Style.shown(warning)));
        return words.line("written: " + Style.shown(folder.toString())).text();
    }

    private static void ties(Words words, ThresholdCertificate certificate) {
        int ties = certificate.ties().passAtWeakestNg();
        if (ties > 0) {
            words.line(ties + " PASS rows have exactly the weakest NG score: they cannot be told apart");
        }
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}

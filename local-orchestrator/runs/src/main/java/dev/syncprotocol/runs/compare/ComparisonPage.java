package dev.syncprotocol.runs.compare;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.runs.store.FinishedRun;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A comparison as one HTML file: styles and charts are inside, nothing is fetched, no script runs, every text of a run is
 * escaped by the template engine. The same comparison gives the same bytes.
 */
public final class ComparisonPage {
    /** Stands in the head of every page, so that an earlier one may be replaced and nothing else. */
    public static final String GENERATOR = "<meta name=\"generator\" content=\"sync runs compare\">";

    private static final String TEMPLATE = "dev/syncprotocol/runs/compare/comparison.html.peb";

    private ComparisonPage() {}

    /** The page. */
    public static String of(Comparison comparison) throws IOException {
        ClasspathLoader loader = new ClasspathLoader(ComparisonPage.class.getClassLoader());
        PebbleEngine engine = new PebbleEngine.Builder()
                .loader(loader)
                .strictVariables(true)
                .defaultLocale(Locale.ROOT)
                .build();
        StringWriter page = new StringWriter();
        engine.getTemplate(TEMPLATE).evaluate(page, Map.of("page", model(comparison)));
        return page.toString();
    }

    private static Model model(Comparison comparison) {
        List<String> ids = comparison.runs().stream().map(FinishedRun::id).toList();
        List<Metric> metrics = new ArrayList<>();
        for (ComparedMetric metric : comparison.metrics()) {
            metrics.add(metric(metric, comparison));
        }
        return new Model(
                ids,
                comparison.ranking().refusal().orElse(""),
                standings(comparison),
                split(comparison.facts()),
                split(comparison.configuration()),
                metrics,
                split(comparison.files().stream()
                        .map(ComparisonPage::abbreviated)
                        .toList()));
    }

    private static List<Standing> standings(Comparison comparison) {
        return comparison.ranking().ids().stream()
                .map(id -> comparison.runs().stream()
                        .filter(run -> run.id().equals(id))
                        .findFirst()
                        .orElseThrow())
                .map(run -> new Standing(
                        comparison.runs().indexOf(run),
                        run.id(),
                        run.criterion().words(),
                        MetricSummary.rounded(run.best().orElseThrow().value()),
                        run.best().orElseThrow().step()))
                .toList();
    }

    private static Split split(List<ComparedRow> rows) {
        return new Split(
                Comparison.differing(rows),
                rows.stream().filter(ComparedRow::same).toList());
    }

    /** A file's digests by their first digits; the JSON answer has them whole. */
    private static ComparedRow abbreviated(ComparedRow row) {
        return new ComparedRow(
                row.name(),
                row.values().stream()
                        .map(value -> value.isEmpty() ? "" : new Sha256(value).abbreviated())
                        .toList());
    }

    private static Metric metric(ComparedMetric metric, Comparison comparison) {
        List<List<String>> lines = new ArrayList<>();
        for (int i = 0; i < comparison.runs().size(); i++) {
            MetricSummary run = metric.runs().get(i);
            lines.add(List.of(
                    comparison.runs().get(i).id(),
                    text(run.atBest()),
                    text(run.first()),
                    text(run.last()),
                    text(run.min()),
                    text(run.max()),
                    Long.toString(run.points())));
        }
        String primary = comparison.runs().get(0).criterion().words();
        boolean named = metric.column().equals("primary")
                && comparison.ranking().refusal().isEmpty();
        String chart = new OverlayChart(metric.column(), comparison.runs()).svg();
        return new Metric(named ? "primary: " + primary : metric.column(), chart, lines);
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? MetricSummary.rounded(value.getAsDouble()) : "";
    }

    /**
     * What the template shows.
     *
     * @param ids of the runs
     * @param refusal why they are not ranked, or empty
     * @param standings best first
     * @param facts of the runs
     * @param configuration of the runs
     * @param metrics of the runs
     * @param files of the runs
     */
    public record Model(
            List<String> ids,
            String refusal,
            List<Standing> standings,
            Split facts,
            Split configuration,
            List<Metric> metrics,
            Split files) {}

    /**
     * A place in the ranking.
     *
     * @param number of the run in the comparison
     * @param id of the run
     * @param criterion in words
     * @param value the best one
     * @param step of it
     */
    public record Standing(int number, String id, String criterion, String value, long step) {}

    /**
     * Rows by whether the runs agree.
     *
     * @param differing they do not
     * @param same they do
     */
    public record Split(List<ComparedRow> differing, List<ComparedRow> same) {}

    /**
     * A metric.
     *
     * @param name of it
     * @param chart an SVG of our own making
     * @param lines one a run: id and numbers
     */
    public record Metric(String name, String chart, List<List<String>> lines) {}
}

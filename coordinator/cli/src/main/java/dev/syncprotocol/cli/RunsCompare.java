package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.compare.ComparedMetric;
import dev.syncprotocol.runs.compare.ComparedRow;
import dev.syncprotocol.runs.compare.Comparison;
import dev.syncprotocol.runs.compare.ComparisonPage;
import dev.syncprotocol.runs.compare.MetricSummary;
import dev.syncprotocol.runs.store.FinishedRun;
import dev.syncprotocol.runs.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sync runs compare}: finished runs side by side; exit 3 while one of them is not final. */
@Command(
        name = "compare",
        description = "Compare finished runs: configuration, metrics, files.",
        footer = {"", "Example:", "  sync runs compare exp-20260801-1210-a exp-20260801-1305-b --html ab.html"})
final class RunsCompare implements Verb {
    @Parameters(arity = "2..*", paramLabel = "ID", description = "two runs or more")
    private List<String> ids = List.of();

    @Option(names = "--metrics", description = "show the metrics only")
    private boolean metrics;

    @Option(names = "--config", description = "show the configurations only")
    private boolean configuration;

    @Option(names = "--files", description = "show the files only")
    private boolean files;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "also write one page that opens offline; replaces only an earlier comparison")
    @Nullable
    private String html;

    @Mixin
    private StorePlaceOptions places = new StorePlaceOptions();

    @Override
    public Answer answer(Invocation in) throws IOException {
        if (ids.stream().distinct().count() < ids.size()) {
            throw new SyncException(ErrorCode.USAGE, "a run is not compared with itself");
        }
        RunStore store = StoreDoor.store(in, places.places());
        Comparison comparison = Comparison.of(store, ids);
        ObjectNode data = data(comparison);
        Words words = words(comparison, in.style());
        if (html != null) {
            write(comparison, in.path(html), store.runs());
            data.put("html", html);
            words.blank().line("written: " + html);
        }
        return new Answer("sync.runs-compare/1", data, words.text(), List.of("sync runs show " + next(comparison)));
    }

    private static String next(Comparison comparison) {
        List<String> ranked = comparison.ranking().ids();
        return ranked.isEmpty() ? comparison.runs().get(0).id() : ranked.get(0);
    }

    /** Nothing is put into a run, and no file is replaced that is not an earlier page. */
    private static void write(Comparison comparison, Path file, Path runs) throws IOException {
        if (file.startsWith(runs)) {
            throw new SyncException(ErrorCode.PATH_REFUSED, file + " is inside the run store");
        }
        if (Files.exists(file) && !Files.readString(file).contains(ComparisonPage.GENERATOR)) {
            throw new SyncException(ErrorCode.NAME_TAKEN, file + " is there and is no earlier comparison");
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, ComparisonPage.of(comparison));
    }

    private boolean shows(boolean section) {
        return section || !(metrics || configuration || files);
    }

    private Words words(Comparison comparison, Style style) {
        Words words = new Words();
        SideBySide table = new SideBySide(words, comparison.runs().size());
        for (int i = 0; i < comparison.runs().size(); i++) {
            words.line(SideBySide.letter(i) + "  " + comparison.runs().get(i).id());
        }
        words.blank();
        ranking(comparison, style, words);
        if (shows(false)) {
            section("runs", Comparison.differing(comparison.facts()), style, table);
        }
        if (shows(metrics)) {
            section("metrics at the best step", metricRows(comparison), style, table);
        }
        if (shows(configuration)) {
            differences("configuration", comparison.configuration(), style, table);
        }
        if (files) {
            differences("files", comparison.files(), style, table);
        } else if (shows(false)) {
            int differing = Comparison.differing(comparison.files()).size();
            words.blank()
                    .line(differing + " files differ, " + (comparison.files().size() - differing)
                            + " the same; --files names them");
        }
        return words;
    }

    private static void ranking(Comparison comparison, Style style, Words words) {
        if (comparison.ranking().refusal().isPresent()) {
            words.wrapped("", comparison.ranking().refusal().get());
            return;
        }
        List<String> best = new ArrayList<>();
        for (String id : comparison.ranking().ids()) {
            best.add(SideBySide.letter(place(comparison, id)) + " " + MetricSummary.rounded(value(comparison, id)));
        }
        String criterion = comparison.runs().get(0).criterion().words();
        words.wrapped(
                "",
                best.isEmpty()
                        ? "no run has a best value"
                        : style.bold("best first") + ": " + String.join(", ", best) + ", by " + criterion);
    }

    private static int place(Comparison comparison, String id) {
        return comparison.runs().stream().map(FinishedRun::id).toList().indexOf(id);
    }

    private static double value(Comparison comparison, String id) {
        return comparison.runs().get(place(comparison, id)).best().orElseThrow().value();
    }

    private static void section(String title, List<ComparedRow> rows, Style style, SideBySide table) {
        if (!rows.isEmpty()) {
            table.title(title, style);
            rows.forEach(table::row);
        }
    }

    private static void differences(String title, List<ComparedRow> rows, Style style, SideBySide table) {
        List<ComparedRow> differing = Comparison.differing(rows);
        int same = rows.size() - differing.size();
        section(title + (same == 0 ? "" : " (" + same + " the same)"), differing, style, table);
    }

    private static List<ComparedRow> metricRows(Comparison comparison) {
        return comparison.metrics().stream()
                .map(metric -> new ComparedRow(
                        metric.column(),
                        metric.runs().stream().map(run -> rounded(run.atBest())).toList()))
                .toList();
    }

    private static String rounded(OptionalDouble value) {
        return value.isPresent() ? MetricSummary.rounded(value.getAsDouble()) : "";
    }

    private static ObjectNode data(Comparison comparison) {
        ObjectNode data = SyncJson.object();
        ArrayNode runs = data.putArray("runs");
        comparison.runs().forEach(run -> runs.add(run(run)));
        data.put("refusal", comparison.ranking().refusal().orElse(null));
        data.set("ranking", Trees.texts(comparison.ranking().ids()));
        data.set("facts", rows(comparison.facts()));
        data.set("configuration", rows(comparison.configuration()));
        ArrayNode metrics = data.putArray("metrics");
        comparison.metrics().forEach(metric -> metrics.add(metric(metric)));
        data.set("files", rows(comparison.files()));
        return data;
    }

    private static ObjectNode run(FinishedRun run) {
        ObjectNode node = SyncJson.object()
                .put("id", run.id())
                .put("primary_name", run.criterion().primary())
                .put("mode", run.criterion().mode().word())
                .put("unit", run.criterion().unit());
        node.set("best", run.best().map(RunTrees::point).orElse(null));
        return node;
    }

    private static ArrayNode rows(List<ComparedRow> rows) {
        ArrayNode list = SyncJson.object().arrayNode();
        for (ComparedRow row : rows) {
            ObjectNode node = list.addObject().put("name", row.name()).put("same", row.same());
            node.set("values", Trees.texts(row.values()));
        }
        return list;
    }

    private static ObjectNode metric(ComparedMetric metric) {
        ObjectNode node = SyncJson.object().put("column", metric.column());
        ArrayNode runs = node.putArray("runs");
        for (MetricSummary run : metric.runs()) {
            ObjectNode summary = runs.addObject().put("points", run.points());
            put(summary, "at_best", run.atBest());
            put(summary, "first", run.first());
            put(summary, "last", run.last());
            put(summary, "min", run.min());
            put(summary, "max", run.max());
        }
        return node;
    }

    private static void put(ObjectNode node, String name, OptionalDouble value) {
        node.set(name, value.isPresent() ? node.numberNode(value.getAsDouble()) : node.nullNode());
    }
}

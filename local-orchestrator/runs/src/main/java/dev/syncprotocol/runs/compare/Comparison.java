package dev.syncprotocol.runs.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.CanonicalJson;
import dev.syncprotocol.runs.store.FinishedRun;
import dev.syncprotocol.runs.store.RegistryRow;
import dev.syncprotocol.runs.store.RunFile;
import dev.syncprotocol.runs.store.RunStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finished runs side by side: the front door of this package. Reads only.
 *
 * @param runs at least two, in the order asked for
 * @param facts how each run came about and ended
 * @param configuration every leaf of the effective configurations, by dotted name
 * @param metrics every measured column
 * @param files every file by path; the value is its digest
 * @param ranking which is better, or why that cannot be said
 */
public record Comparison(
        List<FinishedRun> runs,
        List<ComparedRow> facts,
        List<ComparedRow> configuration,
        List<ComparedMetric> metrics,
        List<ComparedRow> files,
        Ranking ranking) {

    public Comparison {
        runs = List.copyOf(runs);
        facts = List.copyOf(facts);
        configuration = List.copyOf(configuration);
        metrics = List.copyOf(metrics);
        files = List.copyOf(files);
    }

    /**
     * Compares runs by their names.
     *
     * @param ids two or more
     * @throws dev.syncprotocol.protocol.error.SyncException when one does not exist or is not final
     */
    public static Comparison of(RunStore store, List<String> ids) throws IOException {
        List<FinishedRun> runs = new ArrayList<>();
        for (String id : ids) {
            runs.add(store.finished(id));
        }
        return new Comparison(runs, facts(runs), configuration(runs), metrics(runs), files(runs), Ranking.of(runs));
    }

    /** The rows on which the runs differ. */
    public static List<ComparedRow> differing(List<ComparedRow> rows) {
        return rows.stream().filter(row -> !row.same()).toList();
    }

    private static List<ComparedRow> facts(List<FinishedRun> runs) {
        return List.of(
                fact("status", runs, run -> run.end().status().word()),
                fact("criterion", runs, run -> run.criterion().words()),
                fact("created", runs, run -> run.lock().timestamp()),
                fact("duration_s", runs, Comparison::seconds),
                fact(
                        "evaluations",
                        runs,
                        run -> Integer.toString(run.metrics().rows().size())),
                fact("model", runs, run -> run.row().map(RegistryRow::version).orElse("")),
                fact("data_version", runs, run -> run.lock().config().dataVersion()),
                fact("commit", runs, run -> run.lock().code().commit().orElse("")),
                fact(
                        "dirty",
                        runs,
                        run -> run.lock().code().dirty().map(Object::toString).orElse("")),
                fact("bytes", runs, run -> Long.toString(run.end().content().bytes())));
    }

    private static ComparedRow fact(String name, List<FinishedRun> runs, Function<FinishedRun, String> value) {
        return new ComparedRow(name, runs.stream().map(value).toList());
    }

    private static String seconds(FinishedRun run) {
        Instant begun = Instant.parse(run.lock().timestamp());
        return Long.toString(
                Duration.between(begun, Instant.parse(run.end().finalizedAt())).toSeconds());
    }

    private static List<ComparedRow> configuration(List<FinishedRun> runs) {
        List<Map<String, String>> leaves = new ArrayList<>();
        for (FinishedRun run : runs) {
            Map<String, String> found = new TreeMap<>();
            collect("", run.lock().config().effective(), found);
            leaves.add(found);
        }
        return joined(leaves);
    }

    /** Lists are leaves: two of them differ as a whole. */
    private static void collect(String name, JsonNode node, Map<String, String> into) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(entry -> collect(
                            name.isEmpty() ? entry.getKey() : name + "." + entry.getKey(), entry.getValue(), into));
        } else {
            into.put(name, node.isTextual() ? node.textValue() : CanonicalJson.text(node));
        }
    }

    private static List<ComparedMetric> metrics(List<FinishedRun> runs) {
        Set<String> columns = new LinkedHashSet<>();
        columns.add("primary");
        runs.forEach(run -> columns.addAll(run.metrics().measured()));
        return columns.stream()
                .map(column -> new ComparedMetric(
                        column,
                        runs.stream().map(run -> MetricSummary.of(run, column)).toList()))
                .filter(ComparedMetric::measured)
                .toList();
    }

    private static List<ComparedRow> files(List<FinishedRun> runs) {
        List<Map<String, String>> digests = new ArrayList<>();
        for (FinishedRun run : runs) {
            Map<String, String> found = new TreeMap<>();
            for (RunFile file : run.end().content().files()) {
                found.put(file.path(), file.sha256().hex());
            }
            digests.add(found);
        }
        return joined(digests);
    }

    private static List<ComparedRow> joined(List<Map<String, String>> runs) {
        Set<String> names = new TreeSet<>();
        runs.forEach(run -> names.addAll(run.keySet()));
        return names.stream()
                .map(name -> new ComparedRow(
                        name,
                        runs.stream().map(run -> run.getOrDefault(name, "")).toList()))
                .toList();
    }
}

package dev.syncprotocol.gates.difficulty;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.Histogram;
import dev.syncprotocol.gates.diversity.Figure;
import dev.syncprotocol.gates.pool.PoolFile;
import dev.syncprotocol.gates.pool.PoolRecord;
import dev.syncprotocol.gates.shadow.RankAgreement;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Whether the balanced pool has the asked mix and keeps the limits (S2-1.8c, preflight.md section 5.9). */
public final class DifficultyGate {
    private static final double[] QUANTILES = {0, 0.05, 0.25, 0.50, 0.75, 0.95, 1};

    private final DifficultyLimits limits;
    private final List<Finding> findings = new ArrayList<>();
    private final ObjectNode values = SyncJson.object();

    private DifficultyGate(DifficultyLimits limits) {
        this.limits = limits;
    }

    /** Judges; every task of the balanced pool and of the list is looked at. */
    public static GateResult judge(
            List<MetricsRow> metrics,
            PoolFile balanced,
            DifficultyLimits limits,
            List<String> tasks,
            Calibration calibration) {
        DifficultyGate gate = new DifficultyGate(limits);
        Map<String, MetricsRow> byId = new HashMap<>();
        metrics.forEach(row -> byId.put(row.task() + "/" + row.id(), row));
        for (String task : tasks) {
            gate.check(task, metrics, rows(balanced.of(task), byId, gate));
        }
        gate.strangers(balanced, tasks);
        gate.values.setAll(calibration.summary());
        return new GateResult("difficulty", gate.values, limits.tree(), Optional.empty(), gate.findings);
    }

    private static List<MetricsRow> rows(List<PoolRecord> records, Map<String, MetricsRow> byId, DifficultyGate gate) {
        List<MetricsRow> rows = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (PoolRecord entry : records) {
            MetricsRow row = byId.get(entry.task() + "/" + entry.id());
            boolean agrees = row != null
                    && entry.meta().bucket().equals(Optional.of(row.bucket().word()));
            if (agrees) {
                rows.add(row);
            } else {
                unknown.add(entry.id());
            }
        }
        if (!unknown.isEmpty()) {
            gate.findings.add(Finding.records(
                    "metrics",
                    records.get(0).task(),
                    unknown,
                    unknown.size() + " records without a metrics row that agrees"));
        }
        return rows;
    }

    private void strangers(PoolFile balanced, List<String> tasks) {
        List<String> ids = balanced.records().stream()
                .filter(entry -> !tasks.contains(entry.task()))
                .map(PoolRecord::id)
                .toList();
        if (!ids.isEmpty()) {
            findings.add(
                    Finding.records("by_task", Finding.ALL, ids, ids.size() + " records of a task outside the list"));
        }
    }

    private void check(String task, List<MetricsRow> metrics, List<MetricsRow> chosen) {
        List<MetricsRow> available =
                metrics.stream().filter(row -> row.task().equals(task)).toList();
        ObjectNode node =
                values.putObject(task).put("available", available.size()).put("chosen", chosen.size());
        if (chosen.isEmpty()) {
            findings.add(Finding.rule("records", task, "no records"));
            return;
        }
        double hard = share(chosen, Bucket.HARD);
        double easy = share(chosen, Bucket.EASY);
        node.put("hard_pct", hard)
                .put("medium_pct", share(chosen, Bucket.MEDIUM))
                .put("easy_pct", easy);
        if (hard < limits.minHard()) {
            findings.add(Finding.figure(
                    "min_hard_pct", task, hard, limits.minHard(), hard + " hard, at least " + limits.minHard()));
        }
        if (easy > limits.maxEasy()) {
            findings.add(Finding.figure(
                    "max_easy_pct", task, easy, limits.maxEasy(), easy + " easy, at most " + limits.maxEasy()));
        }
        offenders(task, chosen);
        describe(node, available, chosen);
    }

    private void offenders(String task, List<MetricsRow> chosen) {
        Map<String, List<String>> broken = new TreeMap<>();
        for (MetricsRow row : chosen) {
            limits.broken(row)
                    .keySet()
                    .forEach(name -> broken.computeIfAbsent(name, key -> new ArrayList<>())
                            .add(row.id()));
        }
        broken.forEach((name, ids) -> findings.add(Finding.records(name, task, ids, ids.size() + " records break it")));
    }

    private void describe(ObjectNode node, List<MetricsRow> available, List<MetricsRow> chosen) {
        ObjectNode removed = node.putObject("removed_by_reason");
        available.forEach(row -> limits.broken(row)
                .keySet()
                .forEach(name -> removed.put(name, removed.path(name).asInt(0) + 1)));
        for (Feature feature : Feature.values()) {
            double[] figures = chosen.stream()
                    .map(row -> row.features().figure(feature))
                    .filter(OptionalDouble::isPresent)
                    .mapToDouble(OptionalDouble::getAsDouble)
                    .toArray();
            ObjectNode part = node.withObjectProperty("features").putObject(feature.word());
            part.put("missing", chosen.size() - figures.length);
            part.setAll(distribution(figures));
        }
        node.set(
                "score",
                distribution(chosen.stream().mapToDouble(MetricsRow::difficulty).toArray()));
        Figure sense = withGold(available);
        node.set(
                "spearman_with_gold",
                sense.value().isPresent() ? node.numberNode(sense.value().getAsDouble()) : node.nullNode());
    }

    private static ObjectNode distribution(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        ObjectNode node = SyncJson.object();
        node.set("histogram", Histogram.of(sorted).tree());
        ObjectNode quantiles = node.putObject("quantiles");
        for (double q : QUANTILES) {
            String name = String.valueOf(Math.round(100 * q));
            JsonNode value = sorted.length == 0
                    ? node.nullNode()
                    : node.numberNode(sorted[(int) Math.round(q * (sorted.length - 1))]);
            quantiles.set(name, value);
        }
        return node;
    }

    /** Spearman of score and gold steps: the check of sense, target above 0.5. */
    private static Figure withGold(List<MetricsRow> rows) {
        List<MetricsRow> known = rows.stream()
                .filter(row -> row.goldSteps().isPresent())
                .limit(2_000)
                .toList();
        return known.size() < 2
                ? Figure.missing("no gold steps")
                : RankAgreement.spearman(
                        known.stream().mapToDouble(MetricsRow::difficulty).toArray(),
                        known.stream()
                                .mapToDouble(row -> row.goldSteps().getAsDouble())
                                .toArray());
    }

    private static double share(List<MetricsRow> rows, Bucket bucket) {
        return (double) rows.stream().filter(row -> row.bucket() == bucket).count() / rows.size();
    }
}

package dev.syncprotocol.gates.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.Histogram;
import dev.syncprotocol.gates.diversity.DiversityMeasures;
import dev.syncprotocol.gates.diversity.Figure;
import dev.syncprotocol.gates.diversity.Kl3;
import dev.syncprotocol.gates.duplicate.Duplicates;
import dev.syncprotocol.gates.pool.PoolFile;
import dev.syncprotocol.gates.pool.PoolMeta;
import dev.syncprotocol.gates.pool.PoolRecord;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * Whether a pool is varied enough: distinct-2, 3-gram KL, roles, styles, templates, lengths and duplicates, per task and on
 * the whole; every failing check is listed. Content text is judged where the builder marked the wrapping (section 5.2).
 */
public final class DiversityGate {
    private final PoolLimits limits;
    private final Kl3Reference reference;
    private final List<Finding> findings = new ArrayList<>();
    private final ObjectNode values = SyncJson.object();

    private DiversityGate(PoolLimits limits, Kl3Reference reference) {
        this.limits = limits;
        this.reference = reference;
    }

    /**
     * What was found.
     *
     * @param result the gate's answer
     * @param whole the measures of the whole pool's content text
     */
    public record Outcome(GateResult result, DiversityMeasures whole) {}

    /** Judges a pool. */
    public static Outcome judge(PoolFile pool, PoolLimits limits, Kl3Reference reference) {
        DiversityGate gate = new DiversityGate(limits, reference);
        gate.checkRecords(pool);
        DiversityMeasures whole = DiversityMeasures.of(List.of(), limits.distinct());
        for (Scope scope : Scope.of(pool, limits.tasks())) {
            whole = gate.check(scope);
        }
        ObjectNode thresholds = limits.tree().put("kl3_ref", reference.name());
        return new Outcome(
                new GateResult("diversity", gate.values, thresholds, Optional.empty(), gate.findings), whole);
    }

    private void checkRecords(PoolFile pool) {
        Set<String> ids = new HashSet<>();
        List<String> again = new ArrayList<>();
        List<String> elsewhere = new ArrayList<>();
        for (PoolRecord entry : pool.records()) {
            if (!ids.add(entry.id()) || entry.id().isEmpty()) {
                again.add(entry.id());
            }
            if (!limits.tasks().contains(entry.task())) {
                elsewhere.add(entry.id());
            }
        }
        records("unique_ids", Finding.ALL, again, "records without an id of their own");
        records("by_task", Finding.ALL, elsewhere, "records of a task outside the list");
    }

    private DiversityMeasures check(Scope scope) {
        ObjectNode node = values.putObject(scope.name());
        node.put("records", scope.records().size());
        if (scope.records().isEmpty()) {
            findings.add(Finding.rule("records", scope.name(), "no records"));
        }
        DiversityMeasures content = DiversityMeasures.of(scope.texts(PoolRecord::contentText), limits.distinct());
        DiversityMeasures rendered = DiversityMeasures.of(scope.texts(PoolRecord::rendered), limits.distinct());
        distinct(scope, content, rendered, node);
        kl3(scope, rendered, node);
        counts(scope, node);
        lengths(scope, node);
        duplicates(scope, node);
        return content;
    }

    private void distinct(Scope scope, DiversityMeasures content, DiversityMeasures rendered, ObjectNode node) {
        Figure judged = content.distinct2().windowed().value();
        put(node, "distinct_2", judged);
        put(node, "distinct_2_rendered", rendered.distinct2().windowed().value());
        put(node, "distinct_2_corpus", content.distinct2().corpus());
        put(node, "distinct_2_mean_per_record", content.distinct2().meanPerRecord());
        put(node, "distinct_1", content.distinct1().windowed().value());
        put(node, "ttr", content.distinct1().windowed().value());
        put(node, "ead", content.expectationAdjustedDistinct());
        put(node, "zipf_exponent", content.zipf().exponent());
        put(node, "zipf_r2", content.zipf().r2());
        node.put("distinct_t", content.distinct2().windowed().t())
                .put("underpowered", content.distinct2().windowed().underpowered());
        if (content.distinct2().windowed().lacksEvidence()) {
            findings.add(Finding.rule("min_distinct2", scope.name(), "fewer than 500 bigrams: no evidence"));
        } else {
            least("min_distinct2", scope, judged, limits.minDistinct2());
        }
    }

    private void kl3(Scope scope, DiversityMeasures rendered, ObjectNode node) {
        put(node, "kl_3gram_templates", rendered.kl3());
        Figure judged = reference.amongTemplates()
                ? rendered.kl3()
                : Kl3.between(
                        scope.texts(PoolRecord::rendered),
                        reference.texts(),
                        limits.distinct().seed());
        put(node, "kl_3gram", judged);
        least("kl3_min", scope, judged, limits.kl3Min());
    }

    private void counts(Scope scope, ObjectNode node) {
        kinds("roles_min", scope, PoolMeta::role, limits.rolesMin(), node);
        kinds("styles_min", scope, PoolMeta::style, limits.stylesMin(), node);
        if (!scope.whole()) {
            kinds("templates_min", scope, PoolMeta::templateId, limits.templatesMin(), node);
        }
    }

    /** Distinct values with at least the share of the records each: a role used once is no role. */
    private void kinds(
            String check, Scope scope, Function<PoolMeta, Optional<String>> part, int least, ObjectNode node) {
        Map<String, Long> counts = scope.records().stream()
                .flatMap(entry -> part.apply(entry.meta()).stream())
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        long kinds = counts.values().stream()
                .filter(count -> count >= limits.minShare() * scope.records().size())
                .count();
        ObjectNode shares = node.putObject(check.replace("_min", ""));
        counts.forEach(shares::put);
        if (kinds < least) {
            findings.add(Finding.figure(
                    check, scope.name(), kinds, least, kinds + " with a share of their own, at least " + least));
        }
        List<String> without = scope.idsWhere(entry -> part.apply(entry.meta()).isEmpty());
        records(check, scope.name(), without, "records name none");
    }

    private void lengths(Scope scope, ObjectNode node) {
        List<Integer> lengths = scope.records().stream()
                .map(PoolRecord::rendered)
                .map(text -> text.codePointCount(0, text.length()))
                .toList();
        node.set(
                "length_histogram",
                Histogram.of(lengths.stream().mapToDouble(i -> i).toArray()).tree());
        outside("min_len", scope, length -> length < limits.minLen(), limits.minLen());
        outside("max_len", scope, length -> length > limits.maxLen(), limits.maxLen());
    }

    private void outside(String check, Scope scope, IntPredicate broken, int limit) {
        List<String> ids = scope.idsWhere(entry -> {
            String text = entry.rendered();
            return broken.test(text.codePointCount(0, text.length()));
        });
        if (!ids.isEmpty()) {
            findings.add(Finding.figure(
                            check,
                            scope.name(),
                            ids.size(),
                            limit,
                            ids.size() + " records on the wrong side of " + limit + " code points")
                    .by(ids));
        }
    }

    private void duplicates(Scope scope, ObjectNode node) {
        Duplicates found = Duplicates.of(
                scope.records().stream().map(PoolRecord::contentText).toList());
        node.put("exact_dup_pct", found.exactPercent()).put("near_dup_pct", found.nearPercent());
        double worst = Math.max(found.exactPercent(), found.nearPercent());
        if (worst > limits.maxDupPct()) {
            List<String> ids = scope.idsAt(found.nearPercent() >= found.exactPercent() ? found.near() : found.exact());
            findings.add(Finding.figure(
                            "max_dup_pct", scope.name(), worst, limits.maxDupPct(), rounded(worst) + " % duplicates")
                    .by(ids));
        }
    }

    private void least(String check, Scope scope, Figure figure, double limit) {
        if (figure.value().isEmpty()) {
            findings.add(Finding.rule(check, scope.name(), figure.reason().orElseThrow()));
        } else if (figure.value().getAsDouble() < limit) {
            double value = figure.value().getAsDouble();
            findings.add(Finding.figure(check, scope.name(), value, limit, rounded(value) + ", at least " + limit));
        }
    }

    private void records(String check, String task, List<String> ids, String reason) {
        if (!ids.isEmpty()) {
            findings.add(Finding.records(check, task, ids, ids.size() + " " + reason));
        }
    }

    private static void put(ObjectNode node, String key, Figure figure) {
        figure.value().ifPresentOrElse(value -> node.put(key, value), () -> node.putNull(key));
        figure.reason().ifPresent(reason -> node.put(key + "_reason", reason));
    }

    private static String rounded(double value) {
        return String.valueOf(Math.round(value * 10_000) / 10_000.0);
    }
}

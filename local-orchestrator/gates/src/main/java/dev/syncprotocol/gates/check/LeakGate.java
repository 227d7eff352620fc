package dev.syncprotocol.gates.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.JsonLines;
import dev.syncprotocol.gates.leak.EvalText;
import dev.syncprotocol.gates.leak.EvalTexts;
import dev.syncprotocol.gates.leak.LeakIndex;
import dev.syncprotocol.gates.leak.Overlap;
import dev.syncprotocol.gates.pool.PoolFile;
import dev.syncprotocol.gates.pool.PoolRecord;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * No record of the pool may hold a text of the evaluation set (preflight.md section 5.7).
 *
 * @param evaluation the materialised set
 * @param ngram tokens an n-gram
 * @param sim limit on Jaccard and containment
 * @param tasks judged one by one
 */
public record LeakGate(Path evaluation, int ngram, double sim, List<String> tasks) {
    private static final int MOST_PAIRS = 50;

    public LeakGate {
        tasks = List.copyOf(tasks);
    }

    /** A record that leaks. */
    private record Leak(PoolRecord entry, EvalText text, Overlap overlap) {
        ObjectNode tree() {
            return SyncJson.object()
                    .put("id", entry.id())
                    .put("task", entry.task())
                    .put("eval_id", text.item())
                    .put("kind", text.kind())
                    .put("shared", overlap.shared())
                    .put("jaccard", overlap.jaccard())
                    .put("containment", overlap.containment());
        }
    }

    /** The texts of an evaluation file. */
    public static List<EvalText> texts(Path file) throws IOException {
        List<EvalText> texts = new ArrayList<>();
        for (JsonLines.Line line : JsonLines.read(file)) {
            texts.addAll(EvalTexts.of(line.tree(file)));
        }
        return texts;
    }

    /** Judges a pool. */
    public GateResult judge(PoolFile pool) throws IOException {
        List<EvalText> texts = texts(evaluation);
        LeakIndex index = LeakIndex.of(texts, ngram, sim);
        List<Leak> leaks = leaks(pool, index);
        ObjectNode values = SyncJson.object()
                .put("records", pool.records().size())
                .put("eval_texts", texts.size())
                .put("unjudgeable_eval", index.unjudgeable().size())
                .put("leaking_records", leaks.size())
                .put("masked_number_matches", masked(pool, texts))
                .put("eval_sha256", Sha256.ofFile(evaluation).hex());
        ArrayNode pairs = values.putArray("pairs");
        leaks.stream().limit(MOST_PAIRS).map(Leak::tree).forEach(pairs::add);
        ObjectNode thresholds = SyncJson.object().put("leak_ngram", ngram).put("leak_sim", sim);
        return new GateResult("leak", values, thresholds, Optional.empty(), findings(pool, texts, leaks));
    }

    private List<Finding> findings(PoolFile pool, List<EvalText> texts, List<Leak> leaks) {
        List<Finding> findings = new ArrayList<>();
        if (texts.isEmpty() || pool.records().isEmpty()) {
            findings.add(
                    Finding.rule("leak_check", Finding.ALL, "nothing to compare: no evaluation text or no record"));
        }
        List<String> names = new ArrayList<>(tasks);
        names.add(Finding.ALL);
        for (String task : names) {
            List<String> ids = leaks.stream()
                    .map(Leak::entry)
                    .filter(entry -> task.equals(Finding.ALL) || entry.task().equals(task))
                    .map(PoolRecord::id)
                    .toList();
            if (!ids.isEmpty()) {
                findings.add(Finding.figure(
                                "leak_check", task, ids.size(), 0, ids.size() + " records hold an evaluation text")
                        .by(ids));
            }
        }
        return findings;
    }

    private static List<Leak> leaks(PoolFile pool, LeakIndex index) {
        return pool.records().parallelStream()
                .flatMap(entry -> index.leaks(entry.turnTexts()).stream()
                        .limit(1)
                        .map(overlap -> new Leak(entry, index.texts().get(overlap.eval()), overlap)))
                .toList();
    }

    /** Records that match with numbers masked and not without: a warning. */
    private long masked(PoolFile pool, List<EvalText> texts) {
        LeakIndex plain = LeakIndex.of(texts, ngram, sim);
        LeakIndex masked = LeakIndex.masked(texts, ngram, sim);
        return IntStream.range(0, pool.records().size())
                .parallel()
                .mapToObj(i -> pool.records().get(i).turnTexts())
                .filter(turns ->
                        !masked.leaks(turns).isEmpty() && plain.leaks(turns).isEmpty())
                .count();
    }
}

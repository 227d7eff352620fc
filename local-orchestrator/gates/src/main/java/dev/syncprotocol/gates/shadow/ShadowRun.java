package dev.syncprotocol.gates.shadow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.scorer.CallLog;
import dev.syncprotocol.gates.scorer.ScoreRequest;
import dev.syncprotocol.gates.scorer.Scored;
import dev.syncprotocol.gates.scorer.Scorer;
import dev.syncprotocol.gates.scorer.ScorerFailed;
import dev.syncprotocol.gates.weights.OverclarPenalty;
import dev.syncprotocol.gates.weights.Weights;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * Old against new scorer on the shadow set, both computed from the same calls (preflight.md section 7, D24). Reported, not
 * gated (D34): it fails only where a score cannot be had.
 */
public final class ShadowRun {
    private static final int RETRIES = 2;

    private final Settings settings;
    private final Scorer scorer;
    private final CallLog log;
    private final List<String> dimensions;
    private final ConcurrentLinkedQueue<String> evidence = new ConcurrentLinkedQueue<>();

    private ShadowRun(Settings settings, Scorer scorer, CallLog log) {
        this.settings = settings;
        this.scorer = scorer;
        this.log = log;
        TreeSet<String> all = new TreeSet<>(settings.fresh().of().keySet());
        all.addAll(settings.old().of().keySet());
        this.dimensions = List.copyOf(all);
    }

    /**
     * How to compare.
     *
     * @param fresh the new scorer's weights
     * @param old the old scorer's; no penalty
     * @param penalty of the new scorer
     * @param repeats scores a sample, at least 3
     * @param unstable what happens to samples whose repeats disagree
     * @param seed of sample and bootstrap
     */
    public record Settings(
            Weights fresh, Weights old, OverclarPenalty penalty, int repeats, Unstable unstable, long seed) {
        /** Refuses fewer than 3 repeats, {@code usage}. */
        public Settings {
            if (repeats < 3) {
                throw new SyncException(ErrorCode.USAGE, "--repeats is at least 3, found " + repeats);
            }
        }
    }

    /** Scores and compares. */
    public static GateResult compare(List<ShadowItem> items, Settings settings, Scorer scorer, CallLog log) {
        ShadowRun run = new ShadowRun(settings, scorer, log);
        ObjectNode thresholds =
                SyncJson.object().put("variance", ShadowScore.MOST_VARIANCE).put("repeats", settings.repeats());
        try {
            List<ShadowScore> scores = items.parallelStream().map(run::score).toList();
            ObjectNode values = run.report(items, scores);
            return new GateResult("shadow", values, thresholds, Optional.empty(), List.of());
        } catch (ScorerFailed failed) {
            Finding finding = Finding.rule("scores", Finding.ALL, failed.getMessage());
            return new GateResult("shadow", SyncJson.object(), thresholds, Optional.empty(), List.of(finding));
        }
    }

    private ShadowScore score(ShadowItem item) {
        double penalty = item.clarifyCount().isPresent()
                ? settings.penalty()
                        .of(
                                item.clarifyCount().getAsInt(),
                                item.needsClarification().orElse(false))
                : 0;
        List<Scored> repeats = IntStream.range(0, settings.repeats())
                .mapToObj(i ->
                        new ScoreRequest(item.input(), item.output(), item.evidence(), dimensions, "repeat " + (i + 1)))
                .map(request -> log.ask(scorer, request, RETRIES))
                .toList();
        repeats.forEach(scored -> evidence.add(scored.call().endpoint().evidence()));
        double[] fresh = repeats.stream()
                .mapToDouble(scored -> settings.fresh().apply(scored.scores()) - penalty)
                .toArray();
        double old = repeats.stream()
                .mapToDouble(scored -> settings.old().apply(scored.scores()))
                .average()
                .orElseThrow();
        return new ShadowScore(
                item.task() + "/" + item.id(),
                old,
                IntStream.range(0, fresh.length)
                        .mapToDouble(i -> fresh[i])
                        .average()
                        .orElseThrow(),
                RankAgreement.variance(fresh),
                item.success());
    }

    private ObjectNode report(List<ShadowItem> items, List<ShadowScore> scores) {
        ObjectNode node = SyncJson.object().put("n", items.size()).put("seed", settings.seed());
        node.setAll(ShadowFigures.plain(scores, settings.seed()).tree());
        node.set(
                "without_unstable",
                ShadowFigures.settled(scores, settings.unstable(), settings.seed())
                        .tree()
                        .put("weight_of_unstable", settings.unstable().weight()));
        scores.stream()
                .filter(ShadowScore::unstable)
                .forEach(score -> node.withArray("unstable")
                        .addObject()
                        .put("id", score.id())
                        .put("variance", score.variance()));
        node.withArray("unstable");
        weights(node.putObject("weights_old"), settings.old());
        weights(node.putObject("weights_new"), settings.fresh());
        node.put(
                "without_clarify_count",
                items.stream().filter(item -> item.clarifyCount().isEmpty()).count());
        return node.put("evidence_class", weakest());
    }

    private static void weights(ObjectNode node, Weights weights) {
        weights.of().forEach(node::put);
    }

    private String weakest() {
        List<String> all = new ArrayList<>(evidence);
        return List.of("replay", "loopback").stream()
                .filter(all::contains)
                .findFirst()
                .orElse("live");
    }
}

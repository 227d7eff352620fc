package dev.syncprotocol.gates.shadow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.diversity.Figure;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The figures of the shadow report over one list of scores (preflight.md section 7).
 *
 * @param scores in the order of the sample
 * @param weights one a score
 * @param seed of the bootstrap
 */
record ShadowFigures(List<ShadowScore> scores, double[] weights, long seed) {
    private static final int RESAMPLES = 1_000;

    static ShadowFigures plain(List<ShadowScore> scores, long seed) {
        double[] ones = new double[scores.size()];
        Arrays.fill(ones, 1);
        return new ShadowFigures(scores, ones, seed);
    }

    /** The same without unstable samples, or with less weight on them. */
    static ShadowFigures settled(List<ShadowScore> scores, Unstable unstable, long seed) {
        List<ShadowScore> kept = scores.stream()
                .filter(score -> unstable.weight() > 0 || !score.unstable())
                .toList();
        double[] weights = kept.stream()
                .mapToDouble(score -> score.unstable() ? unstable.weight() : 1)
                .toArray();
        return new ShadowFigures(kept, weights, seed);
    }

    ObjectNode tree() {
        List<String> ids = scores.stream().map(ShadowScore::id).toList();
        double[] old = column(scores, ShadowScore::old);
        double[] fresh = column(scores, ShadowScore::fresh);
        ObjectNode node = SyncJson.object().put("items", scores.size());
        put(node, "spearman", RankAgreement.spearman(old, fresh, weights));
        put(node, "kendall_tau", RankAgreement.kendallTauB(old, fresh, weights));
        for (int k : new int[] {10, 20}) {
            put(node, "top" + k + "_overlap", RankAgreement.topOverlap(ids, old, fresh, k));
            put(node, "top" + k + "pct_overlap", RankAgreement.topPercentOverlap(ids, old, fresh, k));
        }
        toSuccess(node);
        return node;
    }

    private void toSuccess(ObjectNode node) {
        List<Integer> known = IntStream.range(0, scores.size())
                .filter(i -> scores.get(i).success().isPresent())
                .boxed()
                .toList();
        Figure before = correlation(known, ShadowScore::old);
        Figure after = correlation(known, ShadowScore::fresh);
        put(node, "corr_to_success_old", before);
        put(node, "corr_to_success_new", after);
        put(node, "corr_improve_pct", RankAgreement.improvePercent(before, after));
        Optional<double[]> limits = bootstrap(known);
        if (limits.isPresent()) {
            node.putArray("corr_improve_pct_95").add(limits.get()[0]).add(limits.get()[1]);
        } else {
            node.putNull("corr_improve_pct_95");
        }
        node.put("n_success_known", known.size()).put("bootstrap_seed", seed);
    }

    private Figure correlation(List<Integer> picked, ToDoubleFunction<ShadowScore> part) {
        if (picked.size() < 2) {
            return Figure.missing("success is known of fewer than two items");
        }
        List<ShadowScore> chosen = picked.stream().map(scores::get).toList();
        double[] success = column(chosen, score -> score.success().orElseThrow() ? 1 : 0);
        double[] own = picked.stream().mapToDouble(i -> weights[i]).toArray();
        return RankAgreement.spearman(column(chosen, part), success, own);
    }

    /** The 2.5 % and 97.5 % points over resamples in which the figure exists; empty where none has it. */
    private Optional<double[]> bootstrap(List<Integer> known) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] found = IntStream.range(0, known.size() < 2 ? 0 : RESAMPLES)
                .mapToObj(i -> improvement(resample(known, random)))
                .filter(figure -> figure.value().isPresent())
                .mapToDouble(figure -> figure.value().getAsDouble())
                .sorted()
                .toArray();
        return found.length == 0 ? Optional.empty() : Optional.of(new double[] {at(found, 0.025), at(found, 0.975)});
    }

    private Figure improvement(List<Integer> picked) {
        return RankAgreement.improvePercent(
                correlation(picked, ShadowScore::old), correlation(picked, ShadowScore::fresh));
    }

    private static List<Integer> resample(List<Integer> known, SplittableRandom random) {
        return known.stream().map(i -> known.get(random.nextInt(known.size()))).toList();
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    private static double[] column(List<ShadowScore> scores, ToDoubleFunction<ShadowScore> part) {
        return scores.stream().mapToDouble(part).toArray();
    }

    private static void put(ObjectNode node, String key, Figure figure) {
        figure.value().ifPresentOrElse(value -> node.put(key, value), () -> node.putNull(key));
        figure.reason().ifPresent(reason -> node.put(key + "_reason", reason));
    }
}

package dev.syncprotocol.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.difficulty.Bucket;
import dev.syncprotocol.gates.difficulty.BucketMix;
import dev.syncprotocol.gates.difficulty.Features;
import dev.syncprotocol.gates.leak.EvalText;
import dev.syncprotocol.gates.leak.LeakIndex;
import dev.syncprotocol.gates.leak.Overlap;
import dev.syncprotocol.gates.pool.PoolRecords;
import dev.syncprotocol.gates.shadow.RankAgreement;
import dev.syncprotocol.gates.weights.OverclarPenalty;
import dev.syncprotocol.gates.weights.SeedRatioSchedule;
import dev.syncprotocol.gates.weights.WeightFault;
import dev.syncprotocol.gates.weights.Weights;
import dev.syncprotocol.protocol.json.SyncJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the golden files of the gates, through public code only. */
class GoldenGatesTest {
    static List<JsonNode> leak() {
        return GoldenFile.cases("leak");
    }

    /** To see it red: divide containment by the record's n-grams in LeakIndex. */
    @ParameterizedTest
    @MethodSource
    void leak(JsonNode golden) {
        JsonNode in = golden.get("inputs");
        JsonNode expected = golden.get("expected");
        List<EvalText> texts = GoldenFile.strings(in.get("eval_texts")).stream()
                .map(text -> new EvalText("e", "question", text))
                .toList();
        LeakIndex index =
                LeakIndex.of(texts, in.get("ngram").intValue(), in.get("sim").doubleValue());
        List<String> pairs = new ArrayList<>();
        List<String> shorts = new ArrayList<>();
        Set<Integer> leaking = new TreeSet<>();
        List<String> pool = GoldenFile.strings(in.get("pool_texts"));
        for (int i = 0; i < pool.size(); i++) {
            for (Overlap overlap : index.overlaps(List.of(pool.get(i)))) {
                (overlap.shared() > 0 ? pairs : shorts).add(i + "-" + overlap.eval());
                check(overlap, pair(expected, i, overlap.eval()));
            }
            if (!index.leaks(List.of(pool.get(i))).isEmpty()) {
                leaking.add(i);
            }
        }
        assertThat(pairs).containsExactlyInAnyOrderElementsOf(names(expected.get("candidate_pairs")));
        assertThat(shorts).containsExactlyInAnyOrderElementsOf(names(expected.get("short_text_matches")));
        assertThat(index.unjudgeable()).containsExactlyElementsOf(integers(expected.get("unjudgeable_eval")));
        assertThat(leaking).containsExactlyElementsOf(integers(expected.get("leaking_pool_records")));
    }

    private static void check(Overlap overlap, JsonNode pair) {
        if (overlap.shared() > 0) {
            assertThat(overlap.shared()).isEqualTo(pair.get("shared").intValue());
            GoldenFile.agrees("jaccard", overlap.jaccard(), pair.get("jaccard"));
            GoldenFile.agrees("containment", overlap.containment(), pair.get("containment_of_eval"));
            assertThat(overlap.leak()).isEqualTo(pair.get("leak").booleanValue());
        }
    }

    private static JsonNode pair(JsonNode expected, int pool, int eval) {
        for (JsonNode pair : expected.get("candidate_pairs")) {
            if (pair.get("pool").intValue() == pool && pair.get("eval").intValue() == eval) {
                return pair;
            }
        }
        return expected;
    }

    private static List<String> names(JsonNode pairs) {
        List<String> names = new ArrayList<>();
        pairs.forEach(pair -> names.add(pair.get("pool") + "-" + pair.get("eval")));
        return names;
    }

    private static List<Integer> integers(JsonNode array) {
        List<Integer> integers = new ArrayList<>();
        array.forEach(item -> integers.add(item.intValue()));
        return integers;
    }

    static List<JsonNode> difficulty() {
        return GoldenFile.cases("difficulty");
    }

    /** To see it red: keep stop words in FeatureReading.contentWords, or count the first word of a sentence. */
    @ParameterizedTest
    @MethodSource
    void difficulty(JsonNode golden) {
        JsonNode records = golden.get("inputs").get("records");
        JsonNode expected = golden.get("expected").get("features");
        for (int i = 0; i < records.size(); i++) {
            Features found = Features.of(PoolRecords.of(records.get(i)));
            JsonNode wanted = expected.get(i);
            assertThat(wanted).hasSize(9);
            GoldenFile.agrees("len_chars", found.lenChars(), wanted.get("len_chars"));
            GoldenFile.agrees("len_tokens", found.lenTokens(), wanted.get("len_tokens"));
            GoldenFile.agrees("turns", found.turns(), wanted.get("turns"));
            GoldenFile.agrees("tool_hops", found.toolHops(), wanted.get("tool_hops"));
            GoldenFile.agrees("entities", found.entities().orElseThrow(), wanted.get("entities"));
            GoldenFile.agrees("numeric_steps", found.numericSteps(), wanted.get("numeric_steps"));
            GoldenFile.agrees("numbers", found.numbers(), wanted.get("numbers"));
            GoldenFile.agrees("connectives", found.connectiveDensity(), wanted.get("connective_density"));
            GoldenFile.agrees("clue_overlap", found.clueOverlap(), wanted.get("clue_overlap"));
        }
    }

    static List<JsonNode> bucketMix() {
        return GoldenFile.cases("bucket_mix");
    }

    /** To see it red: round the hard share down in BucketMix.split. */
    @ParameterizedTest
    @MethodSource
    void bucketMix(JsonNode golden) {
        JsonNode target = golden.get("inputs").get("target_per_10000");
        BucketMix mix = new BucketMix(
                target.get("easy").intValue(),
                target.get("medium").intValue(),
                target.get("hard").intValue());
        golden.get("inputs").get("available").properties().forEach(task -> {
            Map<Bucket, Integer> available = new EnumMap<>(Bucket.class);
            task.getValue()
                    .properties()
                    .forEach(bucket -> available.put(
                            Bucket.of(bucket.getKey()), bucket.getValue().intValue()));
            Map<Bucket, Integer> chosen = mix.largest(available);
            JsonNode expected = golden.get("expected").get(task.getKey());
            int n = chosen.values().stream().mapToInt(Integer::intValue).sum();
            assertThat(n).isEqualTo(expected.get("n").intValue());
            chosen.forEach((bucket, count) ->
                    assertThat(count).isEqualTo(expected.get(bucket.word()).intValue()));
            GoldenFile.agrees("hard", (double) chosen.get(Bucket.HARD) / n, expected.get("hard_pct"));
            GoldenFile.agrees("easy", (double) chosen.get(Bucket.EASY) / n, expected.get("easy_pct"));
        });
    }

    static List<JsonNode> overclar() {
        return GoldenFile.cases("overclar");
    }

    /** To see it red: leave out the cap in OverclarPenalty. */
    @ParameterizedTest
    @MethodSource
    void overclar(JsonNode golden) {
        JsonNode in = golden.get("inputs");
        OverclarPenalty penalty =
                new OverclarPenalty(in.get("alpha").doubleValue(), in.get("cap").intValue());
        for (int i = 0; i < in.get("clarify_counts").size(); i++) {
            double found = penalty.of(
                    in.get("clarify_counts").get(i).intValue(),
                    in.get("needs_clarification").get(i).booleanValue());
            GoldenFile.agrees("penalty", found, golden.at("/expected/penalty/" + i));
            double adjusted = in.get("rewards").get(i).doubleValue() - found;
            GoldenFile.agrees("adjusted", adjusted, golden.at("/expected/adjusted_reward/" + i));
        }
    }

    static List<JsonNode> weights() {
        return GoldenFile.cases("weights");
    }

    /** To see it red: a tolerance of 0.2 in Weights, or the largest weight 0.6. */
    @ParameterizedTest
    @MethodSource
    void weights(JsonNode golden) {
        JsonNode all = golden.get("inputs").get("weights");
        for (int i = 0; i < all.size(); i++) {
            ObjectNode file = SyncJson.object();
            file.set("weights", all.get(i));
            Weights weights = Weights.read(file.toString().getBytes(StandardCharsets.UTF_8));
            JsonNode expected = golden.get("expected").get("results").get(i);
            assertThat(weights.failures().stream().map(WeightFault::word))
                    .containsExactlyElementsOf(GoldenFile.strings(expected.get("failures")));
            assertThat(weights.failures().isEmpty())
                    .isEqualTo(expected.get("pass").booleanValue());
        }
    }

    static List<JsonNode> seedRatio() {
        return GoldenFile.cases("seed_ratio");
    }

    /** To see it red: {@code <} for {@code <=} in SeedRatioSchedule.at. */
    @ParameterizedTest
    @MethodSource
    void seedRatio(JsonNode golden) {
        List<SeedRatioSchedule.Entry> entries = new ArrayList<>();
        golden.at("/inputs/schedule")
                .forEach(entry -> entries.add(new SeedRatioSchedule.Entry(
                        entry.get("step").longValue(), entry.get("ratio").doubleValue())));
        SeedRatioSchedule schedule = new SeedRatioSchedule(entries);
        JsonNode steps = golden.at("/inputs/steps");
        IntStream.range(0, steps.size())
                .forEach(i -> GoldenFile.agrees(
                        "ratio", schedule.at(steps.get(i).longValue()), golden.at("/expected/ratio/" + i)));
    }

    static List<JsonNode> shadow() {
        return GoldenFile.cases("shadow");
    }

    /** To see it red: the smallest rank for ties in RankAgreement.ranks; divisor n in variance; no ties in kendallTauB. */
    @ParameterizedTest
    @MethodSource
    void shadow(JsonNode golden) {
        JsonNode in = golden.get("inputs");
        JsonNode expected = golden.get("expected");
        List<String> ids = GoldenFile.strings(in.get("ids"));
        double[] old = GoldenFile.numbers(in.get("old_scores"));
        double[] fresh = GoldenFile.numbers(in.get("new_scores"));
        double[] success = GoldenFile.numbers(in.get("success"));
        GoldenFile.agrees("spearman", RankAgreement.spearman(old, fresh).value(), expected.get("spearman"));
        GoldenFile.agrees("tau", RankAgreement.kendallTauB(old, fresh).value(), expected.get("kendall_tau"));
        for (int k : new int[] {10, 20}) {
            GoldenFile.agrees(
                    "top" + k,
                    RankAgreement.topOverlap(ids, old, fresh, k).value(),
                    expected.get("top" + k + "_overlap"));
            GoldenFile.agrees(
                    "top" + k + "pct",
                    RankAgreement.topPercentOverlap(ids, old, fresh, k).value(),
                    expected.get("top" + k + "pct_overlap"));
        }
        var before = RankAgreement.spearman(old, success);
        var after = RankAgreement.spearman(fresh, success);
        GoldenFile.agrees("old to success", before.value(), expected.get("corr_to_success_old"));
        GoldenFile.agrees("new to success", after.value(), expected.get("corr_to_success_new"));
        GoldenFile.agrees(
                "improvement", RankAgreement.improvePercent(before, after).value(), expected.get("corr_improve_pct"));
        for (int i = 0; i < in.path("repeat_scores").size(); i++) {
            double variance = RankAgreement.variance(
                    GoldenFile.numbers(in.get("repeat_scores").get(i)));
            GoldenFile.agrees(
                    "variance", variance, expected.get("score_variance").get(i));
            assertThat(variance > 0.08)
                    .isEqualTo(expected.get("unstable").get(i).booleanValue());
        }
    }
}

package dev.syncprotocol.training.data;

import dev.syncprotocol.gates.difficulty.Bucket;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.BatchSource;
import dev.syncprotocol.training.DataPosition;
import dev.syncprotocol.training.Earned;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.PriorityKeys;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prompts by difficulty (preflight.md section 11.1): the share {@code seed_ratio} of a batch is new to the run, the rest is drawn
 * again, with replacement, from what was tried before; both by the shares of {@code by_difficulty}. A group, one task and bucket, whose
 * answers earn less than the mean of all fills at most {@code low_perf_cap} of a batch; its places go to other groups. A batch too small
 * for that share saves it up, so that no group is shut out.
 */
public final class PriorityBatches implements BatchSource {
    private static final String GROUP = "sampling/group/";
    private static final String CARRY = "sampling/carry/";
    private static final String LOW = "sampling/low_places";
    private static final double ROUNDING = 1e-9;

    private final List<Example> examples;
    private final PriorityKeys keys;
    private final long seed;
    private final int rowsPerStep;
    private final Collator collator;
    private final List<PromptGroup> groups;
    private final Map<String, PromptGroup> groupOf = new HashMap<>();
    private final Map<String, CarriedShares> shares = new TreeMap<>();

    // Mutable: places that low groups may still take, and what the last batch was.
    private double lowPlaces;
    private Map<String, Double> figures = Map.of();

    /**
     * Batches of these examples.
     *
     * @param examples at least one of each bucket that has a share
     * @param keys how they are drawn
     * @param seed of the run
     * @param rowsPerStep examples of a step, at least 1
     * @throws dev.syncprotocol.protocol.error.SyncException {@code DATA_INVALID} where rows name no bucket, or none has one
     */
    public PriorityBatches(List<Example> examples, PriorityKeys keys, long seed, int rowsPerStep, Collator collator) {
        this.examples = List.copyOf(examples);
        this.keys = keys;
        this.seed = seed;
        this.rowsPerStep = rowsPerStep;
        this.collator = collator;
        this.groups = new PromptGrouping(seed, keys.shares()).of(this.examples, groupOf);
        shares.put("parts", new CarriedShares(2));
        shares.put("fresh", new CarriedShares(Bucket.values().length));
        shares.put("again", new CarriedShares(Bucket.values().length));
    }

    @Override
    public Batch at(long step) {
        double cap = keys.lowPerfCap() * rowsPerStep;
        lowPlaces = Math.min(lowPlaces + cap, Math.max(1, cap));
        PromptDraw draw = new PromptDraw(
                groups, keys.shares(), (int) (lowPlaces + ROUNDING), new KeyedRandom(seed, Purpose.PROMPTS, step));
        boolean tried = groups.stream().anyMatch(group -> group.tried() > 0);
        double ratio = keys.fresh().at(step);
        int again = tried ? shares.get("parts").take(rowsPerStep, ratio, 1 - ratio)[1] : 0;
        draw.again(byBucket("again", again));
        draw.fresh(byBucket("fresh", rowsPerStep - again));
        lowPlaces = Math.max(0, lowPlaces - draw.low());
        figures = draw.figures();
        return collator.examples(draw.chosen().stream().map(examples::get).toList());
    }

    private int[] byBucket(String part, int count) {
        double[] wanted =
                Arrays.stream(Bucket.values()).mapToDouble(keys.shares()::of).toArray();
        return shares.get(part).take(count, wanted);
    }

    @Override
    public DataPosition after(long step) {
        long drawn = groups.stream().mapToLong(PromptGroup::drawn).sum();
        return DataPosition.after(drawn, examples.size());
    }

    @Override
    public void learn(List<Earned> earned) {
        earned.forEach(answer -> groupOf.get(answer.rowId()).learn(answer.reward()));
    }

    @Override
    public Map<String, Double> figures() {
        return figures;
    }

    @Override
    public Map<String, Double> stateDict() {
        Map<String, Double> state = new TreeMap<>();
        for (PromptGroup group : groups) {
            state.put(GROUP + group.name() + "/drawn", (double) group.drawn());
            state.put(GROUP + group.name() + "/earned", group.earned());
            state.put(GROUP + group.name() + "/answers", (double) group.answers());
        }
        shares.forEach((part, carried) -> {
            double[] carry = carried.carried();
            for (int i = 0; i < carry.length; i++) {
                state.put(CARRY + part + "/" + i, carry[i]);
            }
        });
        state.put(LOW, lowPlaces);
        return state;
    }

    @Override
    public void loadStateDict(Map<String, Double> state) {
        for (PromptGroup group : groups) {
            group.goOn(
                    (long) number(state, GROUP + group.name() + "/drawn"),
                    number(state, GROUP + group.name() + "/earned"),
                    (long) number(state, GROUP + group.name() + "/answers"));
        }
        shares.forEach((part, carried) -> {
            double[] carry = carried.carried();
            Arrays.setAll(carry, i -> number(state, CARRY + part + "/" + i));
            carried.goOn(carry);
        });
        lowPlaces = number(state, LOW);
    }

    private static double number(Map<String, Double> state, String name) {
        return state.getOrDefault(name, 0.0);
    }
}

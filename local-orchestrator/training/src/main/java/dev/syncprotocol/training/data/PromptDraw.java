package dev.syncprotocol.training.data;

import dev.syncprotocol.gates.difficulty.Bucket;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.PriorityKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** The prompts of one batch; which groups earn little, and what was tried, is looked at once, when it begins. */
final class PromptDraw {
    private final List<PromptGroup> groups;
    private final PriorityKeys.Shares shares;
    private final int lowPlaces;
    private final KeyedRandom random;
    private final Set<PromptGroup> lowGroups = new HashSet<>();
    private final Map<PromptGroup, Integer> tried = new HashMap<>();
    private final Map<Bucket, Integer> buckets = new TreeMap<>();
    private final List<Integer> chosen = new ArrayList<>();
    private int again;
    private int low;
    private long index;

    /**
     * Nothing is drawn yet.
     *
     * @param lowPlaces rows that low-performing groups may fill
     */
    PromptDraw(List<PromptGroup> groups, PriorityKeys.Shares shares, int lowPlaces, KeyedRandom random) {
        this.groups = groups;
        this.shares = shares;
        this.lowPlaces = lowPlaces;
        this.random = random;
        double earned = groups.stream().mapToDouble(PromptGroup::earned).sum();
        long answers = groups.stream().mapToLong(PromptGroup::answers).sum();
        groups.stream().filter(group -> group.earnsBelow(earned / answers)).forEach(lowGroups::add);
        groups.forEach(group -> tried.put(group, group.tried()));
    }

    /** Draws prompts that were tried, so many of each bucket; where none may be drawn again, new ones. */
    void again(int[] counts) {
        for (Bucket bucket : Bucket.values()) {
            for (int i = 0; i < counts[bucket.ordinal()]; i++) {
                Optional<PromptGroup> group = group(bucket, tried::get);
                if (group.isPresent()) {
                    again++;
                    take(group.get(), group.get().again(tried.get(group.get()), random, index++));
                } else {
                    fresh(bucket);
                }
            }
        }
    }

    /** Draws new prompts, so many of each bucket. */
    void fresh(int[] counts) {
        for (Bucket bucket : Bucket.values()) {
            for (int i = 0; i < counts[bucket.ordinal()]; i++) {
                fresh(bucket);
            }
        }
    }

    /** Every bucket with a share has a group; where all that remain earn little, the batch is filled all the same. */
    private void fresh(Bucket bucket) {
        PromptGroup group = group(bucket, PromptGroup::size)
                .or(() -> drawn(PromptGroup::size, own -> own.bucket() == bucket))
                .orElseThrow();
        take(group, group.fresh());
    }

    /** A group of this bucket that may still be drawn from, or of another that has a share. */
    private Optional<PromptGroup> group(Bucket bucket, ToIntFunction<PromptGroup> weight) {
        return drawn(weight, group -> mayFill(group) && group.bucket() == bucket)
                .or(() -> drawn(weight, group -> mayFill(group) && shares.of(group.bucket()) > 0));
    }

    private boolean mayFill(PromptGroup group) {
        return low < lowPlaces || !lowGroups.contains(group);
    }

    /** One of the groups that fit, by its weight; empty where none has one. */
    private Optional<PromptGroup> drawn(ToIntFunction<PromptGroup> weight, Predicate<PromptGroup> fits) {
        List<PromptGroup> fitting = groups.stream().filter(fits).toList();
        int total = fitting.stream().mapToInt(weight).sum();
        int at = random.below(total, index++);
        for (PromptGroup group : fitting) {
            at -= weight.applyAsInt(group);
            if (at < 0) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }

    private void take(PromptGroup group, int example) {
        chosen.add(example);
        low += lowGroups.contains(group) ? 1 : 0;
        buckets.merge(group.bucket(), 1, Integer::sum);
    }

    /** The examples drawn, by their index. */
    List<Integer> chosen() {
        return List.copyOf(chosen);
    }

    /** How many of them are of low-performing groups. */
    int low() {
        return low;
    }

    /** Shares of the batch, by their logged names. */
    Map<String, Double> figures() {
        Map<String, Double> figures = new TreeMap<>();
        figures.put("sampling/again", (double) again / chosen.size());
        figures.put("sampling/low_perf", (double) low / chosen.size());
        for (Bucket bucket : Bucket.values()) {
            figures.put("sampling/" + bucket.word(), (double) buckets.getOrDefault(bucket, 0) / chosen.size());
        }
        return figures;
    }
}

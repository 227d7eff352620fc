package dev.syncprotocol.aoi.accounting;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How many rows there are of each origin.
 *
 * @param counts only what is there; never zero
 */
public record Tally(SortedMap<Origin, Integer> counts) {
    /** No rows. */
    public static final Tally NONE = new Tally(new TreeMap<>());

    public Tally {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    /** Counts rows by their origin. */
    public static <T> Tally of(Collection<T> rows, Function<T, Origin> origin) {
        TreeMap<Origin, Integer> counts = new TreeMap<>();
        rows.forEach(row -> counts.merge(origin.apply(row), 1, Integer::sum));
        return new Tally(counts);
    }

    /** This many rows that are not told apart. */
    public static Tally of(int rows) {
        TreeMap<Origin, Integer> counts = new TreeMap<>();
        if (rows > 0) {
            counts.put(new Origin(Origin.ANY, Origin.ANY), rows);
        }
        return new Tally(counts);
    }

    /** The rows of both. */
    public Tally plus(Tally other) {
        TreeMap<Origin, Integer> sum = new TreeMap<>(counts);
        other.counts.forEach((origin, count) -> sum.merge(origin, count, Integer::sum));
        return new Tally(sum);
    }

    /** The rows of every other provenance. */
    public Tally without(String provenance) {
        TreeMap<Origin, Integer> rest = new TreeMap<>(counts);
        rest.keySet().removeIf(origin -> origin.provenance().equals(provenance));
        return new Tally(rest);
    }

    /** Every row this many times: once a light. */
    public Tally times(int factor) {
        TreeMap<Origin, Integer> product = new TreeMap<>();
        counts.forEach((origin, count) -> product.put(origin, count * factor));
        return new Tally(product);
    }

    /** The rows of an origin. */
    public int at(Origin origin) {
        return counts.getOrDefault(origin, 0);
    }

    /** All rows. */
    public int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}

package dev.syncprotocol.training.rollout;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Sums of figures by name. */
public final class Figures {
    private final Map<String, Double> sums = new TreeMap<>();

    /** Adds to a figure. */
    public void add(String name, double part) {
        sums.merge(name, part, Double::sum);
    }

    /** Adds to all of these, each part multiplied by a weight. */
    public void addAll(Map<String, Double> parts, double weight) {
        parts.forEach((name, part) -> add(name, part * weight));
    }

    /** The sums so far, by name; a view. */
    public Map<String, Double> sums() {
        return Collections.unmodifiableMap(sums);
    }
}

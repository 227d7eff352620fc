package dev.syncprotocol.gates.difficulty;

import java.util.Locale;

/** What the difficulty score is made of, with its weight (preflight.md section 5.8). The weights are our choice. */
public enum Feature {
    LEN_TOKENS(0.10),
    TURNS(0.10),
    TOOL_HOPS(0.20),
    ENTITIES(0.10),
    NUMERIC_STEPS(0.25),
    CONNECTIVE_DENSITY(0.05),
    /** Counted the other way round: a question whose words the evidence repeats is easy. */
    CLUE_OVERLAP(0.20);

    private final double weight;

    Feature(double weight) {
        this.weight = weight;
    }

    /** Its default weight. */
    public double weight() {
        return weight;
    }

    /** As files write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How much a percentile of this feature adds to difficulty, 0..1. */
    double hardness(double percentile) {
        return this == CLUE_OVERLAP ? 1 - percentile : percentile;
    }
}

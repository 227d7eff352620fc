package dev.syncprotocol.aoi.kpi;

import java.util.Arrays;

/**
 * Full recall in closed form (specification §11.1): with m the smallest NG score, the threshold is the largest distinct score below m, or the number
 * just below m when there is none, and FAR is the share of PASS samples with a score of at least m.
 */
public final class FullRecall {
    private FullRecall() {}

    /** The counts at the threshold the sweep chooses for recall 1. */
    public static OperatingPoint of(LabelledScores scores) {
        double weakest = scores.weakestNg();
        double below = Arrays.stream(scores.passScores())
                .filter(score -> score < weakest)
                .max()
                .orElse(Math.nextDown(weakest));
        return scores.at(below);
    }
}

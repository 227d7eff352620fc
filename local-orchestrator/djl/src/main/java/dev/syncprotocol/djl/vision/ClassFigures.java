package dev.syncprotocol.djl.vision;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Loss and counts over some batches, in TAO's words. Its {@code fpr} divides the flagged good samples by <em>all</em> samples: it is not the loop's
 * FAR, is never compared with it and shown in no report (specification §8.2).
 */
final class ClassFigures {
    private static final double PERCENT = 100;

    private double lossSum;
    private double weightSum;
    private long samples;
    private long right;
    private long alarms;

    /** Adds a batch. */
    void add(double loss, double weight, float[] scores, boolean[] defective, double decision) {
        lossSum += loss * weight;
        weightSum += weight;
        for (int i = 0; i < scores.length; i++) {
            boolean flagged = scores[i] > decision;
            samples++;
            right += flagged == defective[i] ? 1 : 0;
            alarms += flagged && !defective[i] ? 1 : 0;
        }
    }

    /** The mean loss; NaN when nothing was added. */
    double loss() {
        return lossSum / weightSum;
    }

    /** {@code <prefix>_loss}, {@code <prefix>_acc}, {@code <prefix>_fpr}. */
    SortedMap<String, Double> named(String prefix) {
        SortedMap<String, Double> named = new TreeMap<>();
        named.put(prefix + "_loss", loss());
        named.put(prefix + "_acc", PERCENT * right / samples);
        named.put(prefix + "_fpr", PERCENT * alarms / samples);
        return named;
    }
}

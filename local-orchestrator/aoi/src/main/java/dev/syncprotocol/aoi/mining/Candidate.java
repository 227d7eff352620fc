package dev.syncprotocol.aoi.mining;

import java.util.Comparator;

/**
 * A sample some target chose.
 *
 * @param sampleKey the sample
 * @param similarity the largest cosine with a target that chose it
 * @param nearestTarget that target
 * @param targetCount how many targets chose it
 */
record Candidate(String sampleKey, double similarity, String nearestTarget, int targetCount) {
    /** Most similar first, then by key. */
    static final Comparator<Candidate> ORDER =
            Comparator.comparingDouble(Candidate::similarity).reversed().thenComparing(Candidate::sampleKey);

    /** The candidate once one more target chose it; of equal cosines the target met first stays. */
    Candidate chosenBy(String target, double cosine) {
        return cosine > similarity
                ? new Candidate(sampleKey, cosine, target, targetCount + 1)
                : new Candidate(sampleKey, similarity, nearestTarget, targetCount + 1);
    }
}

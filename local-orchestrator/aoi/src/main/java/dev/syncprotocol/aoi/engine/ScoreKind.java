package dev.syncprotocol.aoi.engine;

import java.util.Locale;

/** What a {@code siamese_score} is (specification §8.5); larger always means more defective. */
public enum ScoreKind {
    /** Softmax probability of the NG class. */
    PROBABILITY,
    /** Euclidean distance of the two embeddings. */
    DISTANCE,
    /** Logit of NG minus logit of PASS: does not saturate, so it makes no huge ties. */
    LOGIT;

    /** The word in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

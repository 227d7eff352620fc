package dev.syncprotocol.gates.scorer;

/** Gives a sample its scores (port: live models in the product, recorded answers for replay). Thread-safe. */
public interface Scorer {
    /**
     * Scores one sample.
     *
     * @throws ScorerFailed when there is no usable answer, with the evidence of the call
     */
    Scored score(ScoreRequest request);
}

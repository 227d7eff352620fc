package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.KeyedRandom;

/** Leaves numbers out, with one stream of random numbers over a whole step. */
final class Dropout {
    private final KeyedRandom random;
    // Mutable: how many numbers of the stream are used.
    private long used;

    Dropout(KeyedRandom random) {
        this.random = random;
    }

    /** Each number left out with this probability, and the others scaled up to keep the mean (Srivastava et al. 2014). */
    Matrix of(Matrix x, double probability, Tape tape) {
        double[] factors = new double[x.values().length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = random.uniform(used++) < probability ? 0 : 1 / (1 - probability);
        }
        return tape.weighted(x, factors);
    }
}

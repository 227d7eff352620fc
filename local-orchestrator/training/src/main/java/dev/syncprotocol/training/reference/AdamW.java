package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.TrainConfig;

/**
 * AdamW in torch's order, in doubles: {@code p *= 1-lr*wd}; {@code m = b1*m + (1-b1)*g}; {@code v = b2*v + (1-b2)*g^2};
 * {@code p -= lr/(1-b1^t) * m / (sqrt(v)/sqrt(1-b2^t) + eps)} (torch.optim.AdamW).
 *
 * @param constants of the run
 * @param expAvg first moments, changed by every step
 * @param expAvgSq second moments, likewise
 */
record AdamW(TrainConfig.AdamW constants, double[] expAvg, double[] expAvgSq) {

    /** Moments of zero for this many numbers. */
    AdamW(TrainConfig.AdamW constants, int size) {
        this(constants, new double[size], new double[size]);
    }

    /**
     * One update, in place.
     *
     * @param scale what gradients are multiplied by first: the clip coefficient
     * @param t number of this update, from 1
     */
    void step(double[] p, double[] g, double scale, double lr, long t) {
        double b1 = constants.beta1();
        double b2 = constants.beta2();
        for (int i = 0; i < p.length; i++) {
            double slope = g[i] * scale;
            p[i] *= 1 - lr * constants.weightDecay();
            expAvg[i] = b1 * expAvg[i] + (1 - b1) * slope;
            expAvgSq[i] = b2 * expAvgSq[i] + (1 - b2) * slope * slope;
            double denominator = Math.sqrt(expAvgSq[i]) / Math.sqrt(1 - Math.pow(b2, t)) + constants.eps();
            p[i] -= lr / (1 - Math.pow(b1, t)) * expAvg[i] / denominator;
        }
    }
}

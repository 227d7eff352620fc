package dev.syncprotocol.training;

/**
 * AdamW in torch's order, in doubles: {@code p *= 1-lr*wd}; {@code m = b1*m + (1-b1)*g}; {@code v = b2*v + (1-b2)*g^2};
 * {@code p -= lr/(1-b1^t) * m / (sqrt(v)/sqrt(1-b2^t) + eps)} (torch.optim.AdamW).
 */
final class ReferenceAdamW {
    private final TrainConfig.AdamW constants;
    private final double[] m;
    private final double[] v;

    ReferenceAdamW(TrainConfig.AdamW constants, int size) {
        this.constants = constants;
        this.m = new double[size];
        this.v = new double[size];
    }

    void step(double[] p, double[] g, double lr, long t) {
        double b1 = constants.beta1();
        double b2 = constants.beta2();
        for (int i = 0; i < p.length; i++) {
            p[i] *= 1 - lr * constants.weightDecay();
            m[i] = b1 * m[i] + (1 - b1) * g[i];
            v[i] = b2 * v[i] + (1 - b2) * g[i] * g[i];
            double denominator = Math.sqrt(v[i]) / Math.sqrt(1 - Math.pow(b2, t)) + constants.eps();
            p[i] -= lr / (1 - Math.pow(b1, t)) * m[i] / denominator;
        }
    }

    double[] expAvg() {
        return m.clone();
    }

    double[] expAvgSq() {
        return v.clone();
    }

    void load(double[] expAvg, double[] expAvgSq) {
        System.arraycopy(expAvg, 0, m, 0, m.length);
        System.arraycopy(expAvgSq, 0, v, 0, v.length);
    }
}

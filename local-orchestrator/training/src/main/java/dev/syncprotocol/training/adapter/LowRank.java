package dev.syncprotocol.training.adapter;

/**
 * The arithmetic of an adapter in doubles: {@code W + scaling * B A} (training.md section 6.2; PEFT
 * {@code tuners/lora/layer.py} 278-281, 1005-1033).
 */
public final class LowRank {
    private LowRank() {}

    /**
     * The change of a layer.
     *
     * @param a r by in
     * @param b out by r
     * @return out by in
     */
    public static double[][] delta(double[][] a, double[][] b, double scaling) {
        double[][] delta = new double[b.length][a[0].length];
        for (int out = 0; out < b.length; out++) {
            for (int rank = 0; rank < a.length; rank++) {
                for (int in = 0; in < a[rank].length; in++) {
                    delta[out][in] += b[out][rank] * a[rank][in];
                }
            }
        }
        return times(delta, scaling);
    }

    /** The layer with its change: {@code W + delta}. */
    public static double[][] merged(double[][] w, double[][] delta) {
        double[][] sum = new double[w.length][w[0].length];
        for (int out = 0; out < w.length; out++) {
            for (int in = 0; in < w[out].length; in++) {
                sum[out][in] = w[out][in] + delta[out][in];
            }
        }
        return sum;
    }

    private static double[][] times(double[][] matrix, double factor) {
        for (double[] row : matrix) {
            for (int i = 0; i < row.length; i++) {
                row[i] *= factor;
            }
        }
        return matrix;
    }
}

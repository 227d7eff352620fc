package dev.syncprotocol.training.adapter;

/**
 * The arithmetic of an adapter in doubles: {@code W + scaling * B A}, one row at a time so that a large layer needs no
 * second copy (training.md section 6.2; PEFT {@code tuners/lora/layer.py} 278-281, 1005-1033).
 */
public final class LowRank {
    private LowRank() {}

    /**
     * The change of one row of a layer.
     *
     * @param a r by in
     * @param b the row of B: r values
     * @return in values
     */
    public static double[] change(double[][] a, double[] b, double scaling) {
        double[] change = new double[a[0].length];
        for (int rank = 0; rank < a.length; rank++) {
            for (int in = 0; in < change.length; in++) {
                change[in] += b[rank] * a[rank][in];
            }
        }
        for (int in = 0; in < change.length; in++) {
            change[in] *= scaling;
        }
        return change;
    }
}

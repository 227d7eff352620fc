package dev.syncprotocol.training.reference;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Operations on matrices that remember how to carry slopes back (reverse-mode differentiation, Linnainmaa 1970). Each is
 * written out with its derivative; nothing is fused, nothing is fast.
 */
final class Tape {
    private final Deque<Runnable> backward = new ArrayDeque<>();

    /** Carries the slopes of results back to what they were computed from; once. */
    void carryBack() {
        while (!backward.isEmpty()) {
            backward.pop().run();
        }
    }

    /** The rows of a table. */
    Matrix gather(Matrix table, int[] chosen) {
        int width = table.columns();
        Matrix y = Matrix.zeros(chosen.length, width);
        for (int row = 0; row < chosen.length; row++) {
            System.arraycopy(table.values(), chosen[row] * width, y.values(), row * width, width);
        }
        if (table.isTrained()) {
            backward.push(() -> {
                for (int i = 0; i < y.slopes().length; i++) {
                    table.slopes()[chosen[i / width] * width + i % width] += y.slopes()[i];
                }
            });
        }
        return y;
    }

    /** {@code x wᵀ}: rows of x by rows of w. */
    Matrix product(Matrix x, Matrix w) {
        Matrix y = Matrix.zeros(x.rows(), w.rows());
        int inner = x.columns();
        for (int i = 0; i < y.values().length; i++) {
            int xAt = i / w.rows() * inner;
            int wAt = i % w.rows() * inner;
            double sum = 0;
            for (int k = 0; k < inner; k++) {
                sum += x.values()[xAt + k] * w.values()[wAt + k];
            }
            y.values()[i] = sum;
        }
        backward.push(() -> productSlopes(x, w, y));
        return y;
    }

    private static void productSlopes(Matrix x, Matrix w, Matrix y) {
        int inner = x.columns();
        for (int i = 0; i < y.slopes().length; i++) {
            double slope = y.slopes()[i];
            int xAt = i / w.rows() * inner;
            int wAt = i % w.rows() * inner;
            for (int k = 0; k < inner && slope != 0; k++) {
                x.slopes()[xAt + k] += slope * w.values()[wAt + k];
            }
            for (int k = 0; k < inner && slope != 0 && w.isTrained(); k++) {
                w.slopes()[wAt + k] += slope * x.values()[xAt + k];
            }
        }
    }

    /** Sum of two of one size. */
    Matrix sum(Matrix a, Matrix b) {
        Matrix y = Matrix.zeros(a.rows(), a.columns());
        for (int i = 0; i < y.values().length; i++) {
            y.values()[i] = a.values()[i] + b.values()[i];
        }
        backward.push(() -> {
            for (int i = 0; i < y.slopes().length; i++) {
                a.slopes()[i] += y.slopes()[i];
                b.slopes()[i] += y.slopes()[i];
            }
        });
        return y;
    }

    /** Adds one row to every row. */
    Matrix plusRow(Matrix x, Matrix bias) {
        Matrix y = Matrix.zeros(x.rows(), x.columns());
        for (int i = 0; i < y.values().length; i++) {
            y.values()[i] = x.values()[i] + bias.values()[i % x.columns()];
        }
        backward.push(() -> {
            for (int i = 0; i < y.slopes().length; i++) {
                x.slopes()[i] += y.slopes()[i];
                if (bias.isTrained()) {
                    bias.slopes()[i % x.columns()] += y.slopes()[i];
                }
            }
        });
        return y;
    }

    /** Every number times this factor. */
    Matrix scaled(Matrix x, double factor) {
        double[] factors = new double[x.values().length];
        Arrays.fill(factors, factor);
        return weighted(x, factors);
    }

    /** Every number times a factor of its own. */
    Matrix weighted(Matrix x, double[] factors) {
        Matrix y = Matrix.zeros(x.rows(), x.columns());
        for (int i = 0; i < factors.length; i++) {
            y.values()[i] = x.values()[i] * factors[i];
        }
        backward.push(() -> {
            for (int i = 0; i < factors.length; i++) {
                x.slopes()[i] += y.slopes()[i] * factors[i];
            }
        });
        return y;
    }

    /** {@code silu(gate) * up} with {@code silu(x) = x / (1 + exp(-x))} (SwiGLU, Shazeer 2020). */
    Matrix gated(Matrix gate, Matrix up) {
        Matrix y = Matrix.zeros(gate.rows(), gate.columns());
        for (int i = 0; i < y.values().length; i++) {
            y.values()[i] = gate.values()[i] * sigmoid(gate.values()[i]) * up.values()[i];
        }
        backward.push(() -> {
            for (int i = 0; i < y.slopes().length; i++) {
                double x = gate.values()[i];
                double s = sigmoid(x);
                gate.slopes()[i] += y.slopes()[i] * up.values()[i] * (s + x * s * (1 - s));
                up.slopes()[i] += y.slopes()[i] * x * s;
            }
        });
        return y;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /**
     * {@code x / sqrt(mean(x^2) + eps) * w} over runs of w's width: a whole row, or each head of it (Zhang and Sennrich
     * 2019).
     */
    Matrix rmsNorm(Matrix x, Matrix w, double eps) {
        Matrix y = Matrix.zeros(x.rows(), x.columns());
        int width = w.columns();
        double[] inverse = new double[x.values().length / width];
        for (int run = 0; run < inverse.length; run++) {
            double squares = 0;
            for (int i = run * width; i < (run + 1) * width; i++) {
                squares += x.values()[i] * x.values()[i];
            }
            inverse[run] = 1 / Math.sqrt(squares / width + eps);
            for (int i = run * width; i < (run + 1) * width; i++) {
                y.values()[i] = x.values()[i] * inverse[run] * w.values()[i - run * width];
            }
        }
        backward.push(() -> rmsNormSlopes(x, w, inverse, y));
        return y;
    }

    private static void rmsNormSlopes(Matrix x, Matrix w, double[] inverse, Matrix y) {
        int width = w.columns();
        for (int run = 0; run < inverse.length; run++) {
            int from = run * width;
            double along = 0;
            for (int k = 0; k < width; k++) {
                along += y.slopes()[from + k] * w.values()[k] * x.values()[from + k] * inverse[run] / width;
            }
            for (int k = 0; k < width; k++) {
                double normal = x.values()[from + k] * inverse[run];
                x.slopes()[from + k] += inverse[run] * (y.slopes()[from + k] * w.values()[k] - normal * along);
                if (w.isTrained()) {
                    w.slopes()[k] += y.slopes()[from + k] * normal;
                }
            }
        }
    }

    /**
     * Turns each pair (i, i + half) of every head by the angle of its position (Su et al. 2021, in the halves of Hugging
     * Face's {@code rotate_half}).
     *
     * @param angles of a head's pairs from one position to the next; a row is a position
     */
    Matrix rotated(Matrix x, double[] angles) {
        Matrix y = Matrix.zeros(x.rows(), x.columns());
        turn(x.values(), y.values(), x.columns(), angles, 1);
        backward.push(() -> turn(y.slopes(), x.slopes(), x.columns(), angles, -1));
        return y;
    }

    private static void turn(double[] from, double[] onto, int columns, double[] angles, int direction) {
        int half = angles.length;
        for (int head = 0; head < from.length / (2 * half); head++) {
            int position = head * 2 * half / columns;
            for (int i = 0; i < half; i++) {
                int at = head * 2 * half + i;
                double cos = Math.cos(position * angles[i]);
                double sin = direction * Math.sin(position * angles[i]);
                onto[at] += from[at] * cos - from[at + half] * sin;
                onto[at + half] += from[at + half] * cos + from[at] * sin;
            }
        }
    }

    /**
     * Causal attention: each query head looks at the key head of its group (Ainslie et al. 2023), at its own position and
     * those before it.
     *
     * @param headDim width of a head
     */
    Matrix attention(Matrix q, Matrix k, Matrix v, int headDim) {
        Attention attention = new Attention(q, k, v, headDim);
        Matrix y = attention.forward();
        backward.push(() -> attention.carryBack(y));
        return y;
    }
}

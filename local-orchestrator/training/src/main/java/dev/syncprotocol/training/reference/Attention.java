package dev.syncprotocol.training.reference;

/**
 * Causal grouped-query attention over one row of text, forward and backward.
 *
 * @param q positions by query heads times width
 * @param k positions by key heads times width
 * @param v likewise
 * @param headDim width of a head
 * @param weights of every head, query and key position, filled by {@link #forward}
 */
record Attention(Matrix q, Matrix k, Matrix v, int headDim, double[][][] weights) {

    Attention(Matrix q, Matrix k, Matrix v, int headDim) {
        this(q, k, v, headDim, new double[q.columns() / headDim][q.rows()][]);
    }

    /** The mixed values. */
    Matrix forward() {
        Matrix y = Matrix.zeros(q.rows(), q.columns());
        for (int head = 0; head < weights.length; head++) {
            for (int query = 0; query < q.rows(); query++) {
                weights[head][query] = softmax(scores(head, query));
                for (int key = 0; key <= query; key++) {
                    addScaled(
                            y.values(),
                            at(q, query, head),
                            v.values(),
                            at(v, key, group(head)),
                            weights[head][query][key]);
                }
            }
        }
        return y;
    }

    /** From the slopes of the mixed values to those of queries, keys and values. */
    void carryBack(Matrix y) {
        for (int head = 0; head < weights.length; head++) {
            for (int query = 0; query < q.rows(); query++) {
                carryBack(y, head, query);
            }
        }
    }

    private void carryBack(Matrix y, int head, int query) {
        double[] weight = weights[head][query];
        double[] byWeight = new double[weight.length];
        double mean = 0;
        for (int key = 0; key < weight.length; key++) {
            byWeight[key] = dot(y.slopes(), at(q, query, head), v.values(), at(v, key, group(head)));
            mean += weight[key] * byWeight[key];
        }
        for (int key = 0; key < weight.length; key++) {
            double byScore = weight[key] * (byWeight[key] - mean) * scale();
            addScaled(v.slopes(), at(v, key, group(head)), y.slopes(), at(q, query, head), weight[key]);
            addScaled(q.slopes(), at(q, query, head), k.values(), at(k, key, group(head)), byScore);
            addScaled(k.slopes(), at(k, key, group(head)), q.values(), at(q, query, head), byScore);
        }
    }

    private double[] scores(int head, int query) {
        double[] scores = new double[query + 1];
        for (int key = 0; key <= query; key++) {
            scores[key] = scale() * dot(q.values(), at(q, query, head), k.values(), at(k, key, group(head)));
        }
        return scores;
    }

    private static double[] softmax(double[] scores) {
        double[] logarithms = LogSoftmax.of(scores);
        for (int i = 0; i < logarithms.length; i++) {
            logarithms[i] = Math.exp(logarithms[i]);
        }
        return logarithms;
    }

    private double scale() {
        return 1 / Math.sqrt(headDim);
    }

    private int group(int head) {
        return head / (q.columns() / k.columns());
    }

    private int at(Matrix matrix, int position, int head) {
        return position * matrix.columns() + head * headDim;
    }

    private double dot(double[] a, int aFrom, double[] b, int bFrom) {
        double sum = 0;
        for (int i = 0; i < headDim; i++) {
            sum += a[aFrom + i] * b[bFrom + i];
        }
        return sum;
    }

    private void addScaled(double[] onto, int ontoFrom, double[] from, int fromAt, double factor) {
        for (int i = 0; i < headDim; i++) {
            onto[ontoFrom + i] += factor * from[fromAt + i];
        }
    }
}

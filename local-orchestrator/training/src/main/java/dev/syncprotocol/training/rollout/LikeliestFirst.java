package dev.syncprotocol.training.rollout;

/**
 * Tokens by falling probability, of equals the smaller first, each found when it is asked for: a heap, so that the few
 * likeliest of a large vocabulary cost no sort of the whole.
 */
final class LikeliestFirst {
    private final double[] logp;
    private final int[] heap;
    private int size;

    LikeliestFirst(double[] logp) {
        this.logp = logp;
        this.size = logp.length;
        this.heap = new int[size];
        for (int token = 0; token < size; token++) {
            heap[token] = token;
        }
        for (int at = size / 2 - 1; at >= 0; at--) {
            sink(at);
        }
    }

    /** The next token; there must be one. */
    int next() {
        int first = heap[0];
        heap[0] = heap[--size];
        sink(0);
        return first;
    }

    /** The next so many tokens. */
    int[] next(int count) {
        int[] tokens = new int[count];
        for (int i = 0; i < count; i++) {
            tokens[i] = next();
        }
        return tokens;
    }

    private void sink(int from) {
        int at = from;
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], heap[at])) {
                return;
            }
            int token = heap[at];
            heap[at] = heap[child];
            heap[child] = token;
            at = child;
        }
    }

    private boolean before(int a, int b) {
        int order = Double.compare(-logp[a], -logp[b]);
        return order < 0 || order == 0 && a < b;
    }
}

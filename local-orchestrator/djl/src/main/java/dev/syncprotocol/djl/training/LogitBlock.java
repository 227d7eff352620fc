package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.syncprotocol.djl.training.TokenPredictions.Also;
import dev.syncprotocol.djl.training.TokenPredictions.Figures;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A few rows of logits, small enough to stay close to the processor through all the passes over them. Nothing is recorded
 * here.
 *
 * @param logits rows by vocabulary, in the memory of the whole
 * @param targets the token each row predicts
 * @param scope frees what is made on the way
 * @param runtime where they live
 */
record LogitBlock(NDArray logits, int[] targets, StepScope scope, TorchRuntime runtime) {
    private static final int VOCABULARY = 1;
    private static final NDIndex EVERYWHERE = new NDIndex("...");

    int rows() {
        return targets.length;
    }

    /** Writes the numbers of these rows, the first of which is the position given; the entropy is {@code S - sum p z}. */
    void measure(Figures all, List<Also> also, int from) {
        NDArray p = logits.softmax(VOCABULARY);
        int[] likeliest = likeliest();
        double[] sums = logSums(p, likeliest);
        double[] targeted = TorchRuntime.inRows(logits, targets);
        double[] means = TorchRuntime.doublesOf(p.muli(logits).sum(new int[] {VOCABULARY}));
        for (int row = 0; row < rows(); row++) {
            all.logp()[from + row] = targeted[row] - sums[row];
            all.entropy()[from + row] = sums[row] - means[row];
        }
        if (also.contains(Also.CORRECT)) {
            put(hits(likeliest), all.correct(), from);
        }
        if (also.contains(Also.MEAN_LOGIT)) {
            put(TorchRuntime.doublesOf(logits.mean(new int[] {VOCABULARY})), all.meanLogit(), from);
        }
    }

    /** Writes the log-probabilities of the targets: the same numbers as {@link #measure}, to the bit. */
    void putLogps(double[] all, int from) {
        double[] sums = logSums(logits.softmax(VOCABULARY), likeliest());
        double[] targeted = TorchRuntime.inRows(logits, targets);
        Arrays.setAll(targeted, row -> targeted[row] - sums[row]);
        put(targeted, all, from);
    }

    /**
     * The logarithm S of the sum of all {@code exp(z)}, with z the logits: {@code z_b - log p_b} of the likeliest token b,
     * whose probability is never small.
     */
    private double[] logSums(NDArray p, int[] likeliest) {
        double[] logits = TorchRuntime.inRows(this.logits, likeliest);
        double[] shares = TorchRuntime.inRows(p, likeliest);
        Arrays.setAll(logits, row -> logits[row] - Math.log(shares[row]));
        return logits;
    }

    /**
     * Turns the logits into the slope by them. By logit j it is {@code w (1[j = target] - p_j) - e p_j (log p_j + H)}, with
     * w the derivative by the log-probability and e that by the entropy H.
     */
    void become(double[] byLogp, Optional<double[]> byEntropy) {
        logits.set(EVERYWHERE, byEntropy.map(slopes -> spread(byLogp, slopes)).orElseGet(() -> spread(byLogp)));
        TorchRuntime.addInRows(logits, targets, byLogp);
    }

    private NDArray spread(double[] byLogp) {
        return logits.softmax(VOCABULARY).muli(column(byLogp).negi());
    }

    private NDArray spread(double[] byLogp, double[] byEntropy) {
        NDArray logp = logits.logSoftmax(VOCABULARY);
        NDArray mean = negentropy(logp.exp(), logp).reshape(rows(), 1);
        NDArray factor = logp.sub(mean).muli(column(byEntropy)).addi(column(byLogp));
        return logp.exp().muli(factor.negi());
    }

    /** {@code sum p log p}; the probabilities are overwritten. */
    private static NDArray negentropy(NDArray p, NDArray logp) {
        return p.muli(logp).sum(new int[] {VOCABULARY});
    }

    private int[] likeliest() {
        return Arrays.stream(logits.argMax(VOCABULARY).toLongArray())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    private double[] hits(int[] likeliest) {
        double[] hits = new double[rows()];
        Arrays.setAll(hits, row -> likeliest[row] == targets[row] ? 1 : 0);
        return hits;
    }

    private static void put(double[] numbers, double[] all, int from) {
        System.arraycopy(numbers, 0, all, from, numbers.length);
    }

    private NDArray column(double[] values) {
        return scope.of(Tensor.ofDoubles(new long[] {values.length, 1}, values), runtime);
    }
}

package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.SparseFormat;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a model predicts at some positions, and how a loss flows back into it. A vocabulary is wide, and every pass over
 * fresh memory of its width costs more than its arithmetic: so figures are read and slopes are written a block of rows at
 * a time, and the slopes take the place of the logits they belong to.
 *
 * @param logits positions by vocabulary, a product that nothing else looks at; recorded where the caller records
 * @param targets the token each position predicts
 * @param runtime where they live
 */
record TokenPredictions(NDArray logits, int[] targets, TorchRuntime runtime) {
    private static final int VALUES_OF_A_BLOCK = 1 << 19;

    /** What can be told of every position beside its log-probability and its entropy. */
    enum Also {
        /** 1 where the target is the likeliest token, else 0. */
        CORRECT,
        /** Mean of the logits. */
        MEAN_LOGIT
    }

    /**
     * Numbers of each position.
     *
     * @param logp log-probability of the target
     * @param entropy of the prediction
     * @param correct as {@link Also#CORRECT}, zeros where not asked for
     * @param meanLogit as {@link Also#MEAN_LOGIT}, zeros where not asked for
     */
    record Figures(double[] logp, double[] entropy, double[] correct, double[] meanLogit) {
        static Figures zeros(int positions) {
            return new Figures(
                    new double[positions], new double[positions], new double[positions], new double[positions]);
        }
    }

    /** Does something with a block, whose first row is the position given. */
    private interface BlockWork {
        void on(LogitBlock block, int from);
    }

    /** Some positions of hidden states, flat and row by row; gradients flow through. The others cost no logits. */
    static NDArray chosen(NDArray hidden, int[] positions, StepScope scope) {
        NDArray flat = hidden.reshape(-1, hidden.getShape().get(2));
        long[] wide = Arrays.stream(positions).asLongStream().toArray();
        return positions.length == flat.getShape().get(0)
                ? flat
                : flat.getNDArrayInternal()
                        .embedding(scope.longs(wide, wide.length), flat, SparseFormat.DENSE)
                        .singletonOrThrow();
    }

    /** What is logged and what losses are made of. Nothing is recorded. */
    Figures figures(Also... also) {
        Figures all = Figures.zeros(targets.length);
        List<Also> asked = List.of(also);
        forEachBlock((block, from) -> block.measure(all, asked, from));
        return all;
    }

    /** The log-probabilities of the targets alone. */
    double[] logps() {
        double[] all = new double[targets.length];
        forEachBlock((block, from) -> block.putLogps(all, from));
        return all;
    }

    /**
     * Sends a loss back through the logits, which are gone after that.
     *
     * @param byLogp the derivative by each log-probability
     * @param byEntropy the derivative by each entropy; empty where none counts
     */
    void backward(double[] byLogp, Optional<double[]> byEntropy) {
        forEachBlock((block, from) -> {
            int to = from + block.rows();
            block.become(Arrays.copyOfRange(byLogp, from, to), byEntropy.map(all -> Arrays.copyOfRange(all, from, to)));
        });
        runtime.inScope(() -> {
            GradMode.backward(logits, logits.stopGradient());
            return logits;
        });
    }

    private void forEachBlock(BlockWork work) {
        int rows = (int) Math.max(1, VALUES_OF_A_BLOCK / logits.getShape().get(1));
        for (int from = 0; from < targets.length; from += rows) {
            int first = from;
            int to = Math.min(from + rows, targets.length);
            try (StepScope scope = runtime.openScope()) {
                GradMode.without(() -> {
                    work.on(block(first, to, scope), first);
                    return to;
                });
            }
        }
    }

    private LogitBlock block(int from, int to, StepScope scope) {
        NDIndex rows = new NDIndex().addSliceDim(from, to).addEllipseDim();
        return new LogitBlock(logits.get(rows), Arrays.copyOfRange(targets, from, to), scope, runtime);
    }
}

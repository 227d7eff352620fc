package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Batch;

/**
 * Next-token cross-entropy on libtorch, divided by the labels of the whole accumulated batch (training.md section 6.2).
 * The pure form it must equal is {@code training.sft.SftLoss}.
 *
 * @param logProbabilities positions by vocabulary
 * @param targets the token each position predicts, 0 where none counts
 * @param counted 1 where a label counts, else 0
 */
record CrossEntropy(NDArray logProbabilities, NDArray targets, NDArray counted) {

    /** Of these logits, rows by columns by vocabulary; position t predicts label t + 1. */
    static CrossEntropy of(NDArray logits, Batch batch, StepScope scope) {
        int columns = batch.inputIds().columns();
        int positions = batch.rows() * columns;
        long[] targets = new long[positions];
        float[] counted = new float[positions];
        for (int row = 0; row < batch.rows(); row++) {
            for (int column = 0; column + 1 < columns; column++) {
                int label = batch.labels().at(row, column + 1);
                if (label != Batch.IGNORED) {
                    targets[row * columns + column] = label;
                    counted[row * columns + column] = 1;
                }
            }
        }
        NDArray flat = logits.reshape(positions, logits.getShape().get(2));
        return new CrossEntropy(
                flat.logSoftmax(1), scope.longs(targets, positions, 1), scope.floats(counted, positions, 1));
    }

    /** The sum over labels, divided. */
    NDArray loss(int divisor, TorchRuntime runtime) {
        return logProbabilities.gather(targets, 1).mul(counted).sum().mul(runtime.constant(-1.0 / divisor));
    }

    /** How many labels are the likeliest token. */
    double correct() {
        NDArray hits = logProbabilities.argMax(1).reshape(targets.getShape()).eq(targets);
        return total(hits.toType(counted.getDataType(), false).mul(counted));
    }

    /** Sum of the entropies of the predictions at labels. */
    double entropySum() {
        NDArray perPosition = logProbabilities.exp().mul(logProbabilities).sum(new int[] {1}, true);
        return -total(perPosition.mul(counted));
    }

    static double total(NDArray values) {
        NDArray sum = values.sum();
        return sum.getDataType() == DataType.FLOAT32 ? sum.getFloat() : sum.getDouble();
    }
}

package dev.syncprotocol.training.sft;

import dev.syncprotocol.training.Batch;

/**
 * The mathematics of supervised fine-tuning on plain arrays, in doubles: what every engine must reproduce.
 *
 * <p>{@code loss = sum over labels of -log softmax(z)[y] / labels} (training.md section 6.2; TRL {@code sft_trainer.py}
 * 773-787, 1763-1797). The gradient is {@code (softmax(z) - onehot(y)) / labels}. Labels here are already shifted: the
 * logits of position t stand beside the token they predict, {@link Batch#IGNORED} where none is learned.
 */
public final class SftLoss {
    private SftLoss() {}

    /**
     * What a batch of logits gives.
     *
     * @param loss mean cross-entropy; 0 where no label counts
     * @param labels labels that count
     * @param correct labels whose logit is the greatest, the first of equals
     * @param entropySum sum over those positions of the entropy of the prediction
     * @param gradient of the loss by the logits, positions by vocabulary
     */
    public record Outcome(double loss, int labels, int correct, double entropySum, double[][] gradient) {
        /** Share of labels predicted as the likeliest token ({@code mean_token_accuracy}). */
        public double accuracy() {
            return (double) correct / labels;
        }

        /** Mean entropy over the labels. */
        public double entropy() {
            return entropySum / labels;
        }
    }

    /**
     * Loss and gradient.
     *
     * @param logits positions by vocabulary
     * @param shifted the label of each position
     * @param divisor what the sum is divided by: the labels of the whole accumulated batch
     */
    public static Outcome of(double[][] logits, int[] shifted, int divisor) {
        double sum = 0;
        double entropy = 0;
        int labels = 0;
        int correct = 0;
        double[][] gradient = new double[logits.length][];
        for (int position = 0; position < logits.length; position++) {
            double[] z = logits[position];
            int y = shifted[position];
            gradient[position] = new double[z.length];
            if (y == Batch.IGNORED) {
                continue;
            }
            double[] logp = logSoftmax(z);
            labels++;
            sum -= logp[y];
            correct += argmax(z) == y ? 1 : 0;
            for (int k = 0; k < z.length; k++) {
                double p = Math.exp(logp[k]);
                entropy -= p == 0 ? 0 : p * logp[k];
                gradient[position][k] = (p - (k == y ? 1 : 0)) / divisor;
            }
        }
        return new Outcome(sum / divisor, labels, correct, entropy, gradient);
    }

    /** Logarithms of the softmax, computed without overflow. */
    static double[] logSoftmax(double[] z) {
        double max = z[argmax(z)];
        double sum = 0;
        for (double value : z) {
            sum += Math.exp(value - max);
        }
        double[] logp = new double[z.length];
        for (int k = 0; k < z.length; k++) {
            logp[k] = z[k] - max - Math.log(sum);
        }
        return logp;
    }

    private static int argmax(double[] z) {
        int best = 0;
        for (int k = 1; k < z.length; k++) {
            best = z[k] > z[best] ? k : best;
        }
        return best;
    }
}

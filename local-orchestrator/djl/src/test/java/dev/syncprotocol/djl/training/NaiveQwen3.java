package dev.syncprotocol.djl.training;

import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.Tensor;
import java.util.Map;

/**
 * The decoder of one row in loops over doubles, written from transformers' {@code modeling_qwen3.py}, with the biases of
 * {@code modeling_qwen2.py} where the weights have any: keys are repeated for their group, {@code rotate_half} as there.
 * Slow and independent of libtorch.
 */
final class NaiveQwen3 {
    private final DecoderShape shape;
    private final Map<String, Tensor> weights;

    NaiveQwen3(DecoderShape shape, Map<String, Tensor> weights) {
        this.shape = shape;
        this.weights = weights;
    }

    /** Logits of every position. */
    double[][] logits(int[] tokens) {
        double[][] embedding = matrix("model.embed_tokens.weight");
        double[][] x = new double[tokens.length][];
        for (int t = 0; t < tokens.length; t++) {
            x[t] = embedding[tokens[t]].clone();
        }
        for (int layer = 0; layer < shape.layers(); layer++) {
            String name = "model.layers." + layer + ".";
            x = sum(x, attention(name + "self_attn.", normed(x, name + "input_layernorm.weight")));
            x = sum(x, mlp(name + "mlp.", normed(x, name + "post_attention_layernorm.weight")));
        }
        return linear(normed(x, "model.norm.weight"), shape.tieWordEmbeddings() ? embedding : matrix("lm_head.weight"));
    }

    private double[][] attention(String name, double[][] x) {
        double[][] q = biased(x, name + "q_proj");
        double[][] k = biased(x, name + "k_proj");
        double[][] v = biased(x, name + "v_proj");
        double[][] mixed = new double[x.length][shape.heads() * shape.headDim()];
        for (int head = 0; head < shape.heads(); head++) {
            int shared = head / (shape.heads() / shape.keyValueHeads());
            double[][] qh = rotated(normalised(head(q, head), name + "q_norm.weight"));
            double[][] kh = rotated(normalised(head(k, shared), name + "k_norm.weight"));
            double[][] vh = head(v, shared);
            for (int t = 0; t < x.length; t++) {
                double[] p = attending(qh[t], kh, t);
                for (int s = 0; s <= t; s++) {
                    for (int i = 0; i < shape.headDim(); i++) {
                        mixed[t][head * shape.headDim() + i] += p[s] * vh[s][i];
                    }
                }
            }
        }
        return linear(mixed, matrix(name + "o_proj.weight"));
    }

    private double[][] normalised(double[][] x, String name) {
        return weights.containsKey(name) ? normed(x, name) : x;
    }

    private double[][] biased(double[][] x, String layer) {
        double[][] y = linear(x, matrix(layer + ".weight"));
        if (weights.containsKey(layer + ".bias")) {
            float[] bias = weights.get(layer + ".bias").floats();
            for (double[] row : y) {
                for (int i = 0; i < row.length; i++) {
                    row[i] += bias[i];
                }
            }
        }
        return y;
    }

    private double[] attending(double[] query, double[][] keys, int t) {
        double[] p = new double[t + 1];
        double sum = 0;
        for (int s = 0; s <= t; s++) {
            p[s] = Math.exp(dot(query, keys[s]) / Math.sqrt(shape.headDim()));
            sum += p[s];
        }
        for (int s = 0; s <= t; s++) {
            p[s] /= sum;
        }
        return p;
    }

    private double[][] rotated(double[][] x) {
        int d = shape.headDim();
        double[][] y = new double[x.length][d];
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < d; i++) {
                double angle = t / Math.pow(shape.ropeTheta(), 2.0 * (i % (d / 2)) / d);
                double half = i < d / 2 ? -x[t][i + d / 2] : x[t][i - d / 2];
                y[t][i] = x[t][i] * Math.cos(angle) + half * Math.sin(angle);
            }
        }
        return y;
    }

    private double[][] mlp(String name, double[][] x) {
        double[][] gate = linear(x, matrix(name + "gate_proj.weight"));
        double[][] up = linear(x, matrix(name + "up_proj.weight"));
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < gate[t].length; i++) {
                gate[t][i] = gate[t][i] / (1 + Math.exp(-gate[t][i])) * up[t][i];
            }
        }
        return linear(gate, matrix(name + "down_proj.weight"));
    }

    private double[][] normed(double[][] x, String name) {
        float[] weight = weights.get(name).floats();
        double[][] y = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double scale = 1 / Math.sqrt(dot(x[t], x[t]) / x[t].length + shape.rmsNormEps());
            y[t] = x[t].clone();
            for (int i = 0; i < y[t].length; i++) {
                y[t][i] *= scale * weight[i];
            }
        }
        return y;
    }

    private double[][] head(double[][] x, int head) {
        double[][] y = new double[x.length][shape.headDim()];
        for (int t = 0; t < x.length; t++) {
            System.arraycopy(x[t], head * shape.headDim(), y[t], 0, shape.headDim());
        }
        return y;
    }

    private static double[][] linear(double[][] x, double[][] w) {
        double[][] y = new double[x.length][w.length];
        for (int t = 0; t < x.length; t++) {
            for (int o = 0; o < w.length; o++) {
                y[t][o] = dot(x[t], w[o]);
            }
        }
        return y;
    }

    private static double[][] sum(double[][] a, double[][] b) {
        double[][] c = new double[a.length][a[0].length];
        for (int t = 0; t < a.length; t++) {
            for (int i = 0; i < a[t].length; i++) {
                c[t][i] = a[t][i] + b[t][i];
            }
        }
        return c;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private double[][] matrix(String name) {
        float[] flat = weights.get(name).floats();
        int columns = (int) weights.get(name).shape()[1];
        double[][] matrix = new double[flat.length / columns][columns];
        for (int i = 0; i < flat.length; i++) {
            matrix[i / columns][i % columns] = flat[i];
        }
        return matrix;
    }
}

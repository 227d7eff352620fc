package dev.syncprotocol.djl.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.core.Linear;
import dev.syncprotocol.aoi.engine.ScoreKind;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A learnt difference: at each of the deepest scales |a−b| and a·b beside each other, two 3×3 convolution blocks, then the average and the largest
 * value of every plane; all scales together through one linear layer to a logit for PASS and one for NG. Cross-entropy, weighted by class.
 */
final class LearnableDifference implements Comparison {
    private static final int[] PLACES = {2};
    private static final String HEAD = "head";
    private static final int CLASSES = 2;

    private final List<Scale> scales;
    private final int features;
    private final double[] classWeights;

    /** One scale: which map it reads and its two blocks. */
    private record Scale(int map, ConvBlock first, ConvBlock second) {
        static Scale of(int map) {
            int planes = Encoder.BLOCKS.get(map).out();
            String name = "difference." + (map + 1);
            return new Scale(
                    map,
                    new ConvBlock(name + ".1", 2 * planes, planes, 1),
                    new ConvBlock(name + ".2", planes, planes, 1));
        }
    }

    /**
     * A difference at this many of the deepest scales.
     *
     * @param modules 1 to 4
     * @param classWeights of PASS and of NG
     */
    LearnableDifference(int modules, List<Double> classWeights) {
        scales = new ArrayList<>();
        for (int map = Encoder.BLOCKS.size() - modules; map < Encoder.BLOCKS.size(); map++) {
            scales.add(Scale.of(map));
        }
        features = 2 * scales.stream().mapToInt(scale -> scale.second().out()).sum();
        this.classWeights =
                classWeights.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public NDArray of(List<NDArray> tested, List<NDArray> golden, NetworkWeights weights, NormMode mode) {
        NDList pooled = new NDList();
        for (Scale scale : scales) {
            NDArray a = tested.get(scale.map());
            NDArray b = golden.get(scale.map());
            NDArray both = a.sub(b).abs().concat(a.mul(b), 1);
            NDArray map = scale.second().forward(scale.first().forward(both, weights, mode), weights, mode);
            NDArray flat = map.reshape(map.getShape().get(0), map.getShape().get(1), -1);
            pooled.add(flat.mean(PLACES));
            pooled.add(flat.max(PLACES));
        }
        return Linear.linear(NDArrays.concat(pooled, 1), weights.at(HEAD + ".weight"), weights.at(HEAD + ".bias"))
                .singletonOrThrow();
    }

    /** {@code −Σ w(y) log p(y) / Σ w(y)}, as torch's weighted cross-entropy. */
    @Override
    public LossShare loss(NDArray logits, boolean[] defective, TorchRuntime runtime, StepScope scope) {
        float[] chosen = new float[CLASSES * defective.length];
        double total = 0;
        for (int i = 0; i < defective.length; i++) {
            int kind = defective[i] ? 1 : 0;
            chosen[CLASSES * i + kind] = (float) -classWeights[kind];
            total += classWeights[kind];
        }
        NDArray weights = scope.floats(chosen, defective.length, CLASSES);
        NDArray sum = logits.logSoftmax(1).mul(weights).sum();
        return new LossShare(sum.div(scope.floats(new float[] {(float) total})), total);
    }

    /** The logit of NG minus the logit of PASS: unlike a probability it does not saturate. */
    @Override
    public float[] scores(NDArray logits) {
        float[] values = logits.toFloatArray();
        float[] scores = new float[values.length / CLASSES];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = values[CLASSES * i + 1] - values[CLASSES * i];
        }
        return scores;
    }

    @Override
    public ScoreKind scoreKind() {
        return ScoreKind.LOGIT;
    }

    @Override
    public double decision() {
        return 0;
    }

    @Override
    public void draw(Map<String, Tensor> into, long seed) {
        int part = 0;
        for (Scale scale : scales) {
            scale.first().draw(into, Comparison.numbers(seed, part++));
            scale.second().draw(into, Comparison.numbers(seed, part++));
        }
        LinearStart.draw(HEAD, features, CLASSES, into, Comparison.numbers(seed, part));
    }
}

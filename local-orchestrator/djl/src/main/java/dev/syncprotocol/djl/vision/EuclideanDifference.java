package dev.syncprotocol.djl.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;
import dev.syncprotocol.aoi.engine.ScoreKind;
import dev.syncprotocol.djl.picture.PictureLayout;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Tensor;
import java.util.List;
import java.util.Map;

/**
 * The distance of two embeddings: the deepest map flattened through one linear layer, then the Euclidean distance. Contrastive loss (Hadsell,
 * Chopra and LeCun 2006): d² for PASS, max(margin − d, 0)² for NG.
 */
final class EuclideanDifference implements Comparison {
    private static final String EMBEDDING = "embedding";
    private static final int[] DIMENSIONS = {1};
    private static final double DISTANCE_EPSILON = 1e-6;

    private final int inputs;
    private final int dimensions;
    private final double margin;
    private final double decision;
    private final TorchRuntime runtime;

    EuclideanDifference(Structure structure, double margin, double decision, TorchRuntime runtime) {
        PictureLayout layout = structure.layout();
        inputs = Encoder.FEATURES * deepest(layout.wholeWidth()) * deepest(layout.wholeHeight());
        dimensions = structure.embedDimensions();
        this.margin = margin;
        this.decision = decision;
        this.runtime = runtime;
    }

    /** As torch's pairwise distance: {@code ‖a − b + ε‖}. */
    @Override
    public NDArray of(List<NDArray> tested, List<NDArray> golden, NetworkWeights weights, NormMode mode) {
        NDArray apart = embedded(tested, weights).sub(embedded(golden, weights));
        return apart.add(runtime.constant(DISTANCE_EPSILON))
                .square()
                .sum(DIMENSIONS)
                .sqrt();
    }

    @Override
    public LossShare loss(NDArray distances, boolean[] defective, TorchRuntime torch, StepScope scope) {
        float[] pass = new float[defective.length];
        float[] defect = new float[defective.length];
        for (int i = 0; i < defective.length; i++) {
            (defective[i] ? defect : pass)[i] = 1f / defective.length;
        }
        NDArray near = distances.square().mul(scope.floats(pass, pass.length));
        NDArray missing = torch.constant(margin).sub(distances).maximum(torch.constant(0));
        NDArray far = missing.square().mul(scope.floats(defect, defect.length));
        return new LossShare(near.add(far).sum(), defective.length);
    }

    @Override
    public float[] scores(NDArray distances) {
        return distances.toFloatArray();
    }

    @Override
    public ScoreKind scoreKind() {
        return ScoreKind.DISTANCE;
    }

    @Override
    public double decision() {
        return decision;
    }

    @Override
    public void draw(Map<String, Tensor> into, long seed) {
        LinearStart.draw(EMBEDDING, inputs, dimensions, into, Comparison.numbers(seed, 0));
    }

    private NDArray embedded(List<NDArray> maps, NetworkWeights weights) {
        NDArray deepest = maps.get(maps.size() - 1);
        NDArray flat = deepest.reshape(deepest.getShape().get(0), -1);
        return Linear.linear(flat, weights.at(EMBEDDING + ".weight"), weights.at(EMBEDDING + ".bias"))
                .singletonOrThrow();
    }

    private static int deepest(int pixels) {
        int side = pixels;
        for (int i = 0; i < Encoder.BLOCKS.size(); i++) {
            side = (side + 1) / 2;
        }
        return side;
    }
}

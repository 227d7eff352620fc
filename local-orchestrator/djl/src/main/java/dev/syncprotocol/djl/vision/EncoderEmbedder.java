package dev.syncprotocol.djl.vision;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.aoi.engine.EmbedderIdentity;
import dev.syncprotocol.aoi.engine.ImageEmbedder;
import dev.syncprotocol.djl.picture.DecodedPictures;
import dev.syncprotocol.djl.picture.Normalisation;
import dev.syncprotocol.djl.picture.PictureLayout;
import dev.syncprotocol.djl.picture.Raster;
import dev.syncprotocol.djl.picture.Vectors;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The encoder of the baseline's checkpoint as an embedder: each of the 96 planes of its last block averaged over the picture. The values follow a ReLU
 * and are not negative; whoever compares them subtracts the mean of the source pool first (specification §12.2).
 */
final class EncoderEmbedder implements ImageEmbedder {
    /** The word of {@code --embedder}. */
    static final String NAME = "encoder";

    private static final int BATCH = 32;
    private static final int[] PLACES = {2};

    private final CheckpointFile checkpoint;
    private final EmbedderIdentity identity;
    private final int threads;

    private EncoderEmbedder(CheckpointFile checkpoint, EmbedderIdentity identity, int threads) {
        this.checkpoint = checkpoint;
        this.identity = identity;
        this.threads = threads;
    }

    /**
     * The embedder of a checkpoint.
     *
     * @throws SyncException {@code checkpoint_missing}, {@code checkpoint_damaged}, {@code config_invalid} for weights of another architecture
     */
    static EncoderEmbedder of(Path file, int threads) {
        CheckpointFile checkpoint = CheckpointFile.read(file);
        Structure structure = checkpoint.structure();
        PictureLayout layout = structure.layout();
        try {
            EmbedderIdentity identity = new EmbedderIdentity(
                    NAME,
                    Sha256.ofFile(file).hex(),
                    layout.width() + "x" + layout.height() + " rgb",
                    "mean " + structure.mean() + " deviation " + structure.deviation(),
                    Encoder.FEATURES);
            return new EncoderEmbedder(checkpoint, identity, threads);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public EmbedderIdentity identity() {
        return identity;
    }

    @Override
    public List<float[]> embed(List<Path> pictures) {
        try (TorchRuntime runtime = TorchRuntime.start(threads, Tensor.Type.F32)) {
            NetworkWeights weights = NetworkWeights.of(checkpoint.tensors(), name -> false, runtime);
            List<float[]> vectors = new ArrayList<>();
            for (int from = 0; from < pictures.size(); from += BATCH) {
                List<Path> some = pictures.subList(from, Math.min(from + BATCH, pictures.size()));
                vectors.addAll(features(some, weights, runtime));
            }
            return vectors;
        }
    }

    private List<float[]> features(List<Path> pictures, NetworkWeights weights, TorchRuntime runtime) {
        float[] numbers = numbers(pictures);
        PictureLayout layout = checkpoint.structure().layout();
        try (StepScope scope = runtime.openScope()) {
            float[] flat = GradMode.without(() -> {
                NDArray batch = scope.floats(numbers, pictures.size(), Raster.COLOURS, layout.height(), layout.width());
                List<NDArray> maps = Encoder.features(batch, weights, NormMode.MEASURING);
                NDArray deepest = maps.get(maps.size() - 1);
                return deepest.reshape(pictures.size(), Encoder.FEATURES, -1)
                        .mean(PLACES)
                        .toFloatArray();
            });
            return Vectors.of(flat, Encoder.FEATURES, pictures);
        }
    }

    private float[] numbers(List<Path> pictures) {
        Structure structure = checkpoint.structure();
        int width = structure.layout().width();
        int height = structure.layout().height();
        Normalisation normalisation = new Normalisation(structure.mean(), structure.deviation());
        DecodedPictures decoded = new DecodedPictures(width, height, 0);
        float[] numbers = new float[pictures.size() * Raster.COLOURS * width * height];
        for (int i = 0; i < pictures.size(); i++) {
            Raster raster = decoded.embeddable(pictures.get(i));
            for (int line = 0; line < Raster.COLOURS * height; line++) {
                int at = (i * Raster.COLOURS * height + line) * width;
                normalisation.row(raster, line / height, line % height, numbers, at);
            }
        }
        return numbers;
    }
}

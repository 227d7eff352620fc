package dev.syncprotocol.djl.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.syncprotocol.aoi.engine.EmbedderIdentity;
import dev.syncprotocol.aoi.engine.ImageEmbedder;
import dev.syncprotocol.djl.picture.DecodedPictures;
import dev.syncprotocol.djl.picture.Raster;
import dev.syncprotocol.djl.picture.Vectors;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A model the user supplies as an embedder: {@code onnx:FILE} with its description in {@code FILE.json} (specification §12.2). */
public final class OnnxEmbedder implements ImageEmbedder {
    /** How {@code --embedder} begins for such a model. */
    public static final String PREFIX = "onnx:";

    private static final String NAME = "onnx";

    private final Path model;
    private final OnnxDescription description;
    private final EmbedderIdentity identity;
    private final int threads;

    private OnnxEmbedder(Path model, OnnxDescription description, EmbedderIdentity identity, int threads) {
        this.model = model;
        this.description = description;
        this.identity = identity;
        this.threads = threads;
    }

    /**
     * Reads the description and opens the model once, to learn the length of its vectors.
     *
     * @param model the file; its description lies beside it under the same name and {@code .json}
     * @param threads of one call
     * @throws SyncException {@code engine_unavailable} when one of the two files is not there; {@code config_invalid} when the description is wrong, the
     *     model unreadable, or an input or output it names is not the model's
     */
    public static OnnxEmbedder of(Path model, int threads) {
        Path describing = model.resolveSibling(model.getFileName() + ".json");
        for (Path needed : List.of(model, describing)) {
            if (!Files.isRegularFile(needed)) {
                throw new SyncException(
                        ErrorCode.ENGINE_UNAVAILABLE,
                        needed + " is not there; the embedder onnx:FILE needs FILE and FILE.json");
            }
        }
        try {
            OnnxDescription description = OnnxDescription.read(describing);
            EmbedderIdentity identity = new EmbedderIdentity(
                    NAME,
                    Sha256.ofFile(model).hex(),
                    description.width() + "x" + description.height() + " rgb",
                    description.normalisation(),
                    dimensions(model, description, threads));
            return new OnnxEmbedder(model, description, identity, threads);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, model + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public EmbedderIdentity identity() {
        return identity;
    }

    @Override
    public List<float[]> embed(List<Path> pictures) {
        List<float[]> vectors = new ArrayList<>();
        try (OrtSession session = open(model, threads)) {
            for (int from = 0; from < pictures.size(); from += description.batch()) {
                List<Path> some = pictures.subList(from, Math.min(from + description.batch(), pictures.size()));
                float[] flat = call(session, description, numbers(some), some.size());
                vectors.addAll(Vectors.of(flat, identity.dimensions(), some));
            }
        } catch (OrtException e) {
            throw refused(model, e);
        }
        return vectors;
    }

    private static int dimensions(Path model, OnnxDescription description, int threads) {
        try (OrtSession session = open(model, threads)) {
            requireNamed(model, "input", description.input(), session.getInputInfo());
            requireNamed(model, "output", description.output(), session.getOutputInfo());
            float[] zeros = new float[Raster.COLOURS * description.width() * description.height()];
            return call(session, description, zeros, 1).length;
        } catch (OrtException e) {
            throw refused(model, e);
        }
    }

    private static OrtSession open(Path model, int threads) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setDeterministicCompute(true);
            return OrtEnvironment.getEnvironment().createSession(model.toString(), options);
        }
    }

    private static float[] call(OrtSession session, OnnxDescription description, float[] numbers, int pictures)
            throws OrtException {
        long[] shape = {pictures, Raster.COLOURS, description.height(), description.width()};
        try (OnnxTensor input =
                        OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(numbers), shape);
                OrtSession.Result result =
                        session.run(Map.of(description.input(), input), Set.of(description.output()))) {
            FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] copy = new float[values.remaining()];
            values.get(copy);
            return copy;
        }
    }

    private float[] numbers(List<Path> pictures) {
        int plane = description.width() * description.height();
        float[] numbers = new float[pictures.size() * Raster.COLOURS * plane];
        DecodedPictures decoded = new DecodedPictures(description.width(), description.height(), 0);
        for (int i = 0; i < pictures.size(); i++) {
            byte[] planes = decoded.embeddable(pictures.get(i)).planes();
            for (int k = 0; k < planes.length; k++) {
                int colour = k / plane;
                double value = ((planes[k] & 0xFF) - description.mean().get(colour))
                        * description.scale().get(colour);
                numbers[i * planes.length + k] = (float) value;
            }
        }
        return numbers;
    }

    private static void requireNamed(Path model, String what, String name, Map<String, NodeInfo> there) {
        NodeInfo info = there.get(name);
        if (info == null || !(info.getInfo() instanceof TensorInfo)) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID,
                    model + " has no " + what + " " + name + "; it has " + String.join(", ", there.keySet()));
        }
    }

    private static SyncException refused(Path model, OrtException e) {
        return new SyncException(ErrorCode.CONFIG_INVALID, model + ": " + e.getMessage(), e);
    }
}

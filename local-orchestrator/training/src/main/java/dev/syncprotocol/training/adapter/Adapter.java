package dev.syncprotocol.training.adapter;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.checkpoint.SafeTensors;
import dev.syncprotocol.training.checkpoint.SafeTensorsBroken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A trained adapter, as PEFT saves it and as a checkpoint's {@code adapter/} holds it.
 *
 * @param spec its {@code adapter_config.json}
 * @param weights both factors of every adapted layer, by the layer's path and {@link AdapterSpec#DOWN} or
 *     {@link AdapterSpec#UP}; 32-bit floats
 */
public record Adapter(AdapterSpec spec, Map<String, Tensor> weights) {
    private static final String CONFIG = "adapter_config.json";
    private static final String TENSORS = "adapter_model.safetensors";
    private static final String MODEL = "model.safetensors";

    /** The files of an adapter's folder. */
    public static final List<String> FILES = List.of(CONFIG, TENSORS);

    public Adapter {
        weights = Map.copyOf(weights);
    }

    /**
     * Reads a folder with {@code adapter_config.json} and {@code adapter_model.safetensors}.
     *
     * @throws SyncException {@code CONFIG_INVALID} when a file is missing, broken, or of a kind this build does not know
     */
    public static Adapter read(Path folder) {
        try {
            AdapterSpec spec = AdapterSpec.read(SyncJson.read(Files.readString(folder.resolve(CONFIG))));
            Map<String, Tensor> weights = new TreeMap<>();
            SafeTensors.read(folder.resolve(TENSORS))
                    .tensors()
                    .forEach((key, tensor) -> weights.put(AdapterSpec.parameterOf(key), tensor));
            return new Adapter(spec, weights);
        } catch (IOException | UncheckedIOException | SafeTensorsBroken | IllegalArgumentException e) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * The base's weights with every adapted layer changed, computed in doubles and rounded once to the kind of number the
     * layer had.
     *
     * @param base by the names of the model's file
     * @return all of the base's names
     * @throws SyncException {@code CONFIG_INVALID} when the base lacks a layer or its shape does not fit
     */
    public Map<String, Tensor> merge(Map<String, Tensor> base) {
        requireLayers(base);
        Map<String, Tensor> merged = new TreeMap<>(base);
        merged.replaceAll(this::merged);
        return merged;
    }

    /**
     * One weight of the base, changed where its layer is adapted.
     *
     * @throws SyncException {@code CONFIG_INVALID} when its shape does not fit
     */
    public Tensor merged(String name, Tensor weight) {
        String layer = name.substring(0, Math.max(0, name.length() - ".weight".length()));
        return weights.containsKey(layer + AdapterSpec.DOWN) ? mergedLayer(layer, weight) : weight;
    }

    /**
     * Checks that the base has every adapted layer.
     *
     * @throws SyncException {@code CONFIG_INVALID} naming the first it lacks
     */
    public void requireLayers(Map<String, Tensor> base) {
        weights.keySet().stream()
                .map(factor -> factor.substring(0, factor.length() - AdapterSpec.DOWN.length()))
                .filter(layer -> !base.containsKey(layer + ".weight"))
                .findFirst()
                .ifPresent(layer -> {
                    throw new SyncException(
                            ErrorCode.CONFIG_INVALID,
                            "the adapter of " + layer + " does not fit: the base has no such layer");
                });
    }

    /**
     * Writes a plain model folder: the base's files with {@code model.safetensors} merged.
     *
     * @param base a model folder with weights
     * @param target a folder that does not exist yet
     * @throws SyncException {@code CONFIG_INVALID} when base and adapter do not fit or the target exists
     */
    public void merge(Path base, Path target) {
        try {
            SafeTensors weights = SafeTensors.read(base.resolve(MODEL));
            SafeTensors merged = new SafeTensors(merge(weights.tensors()), weights.metadata());
            Path parent = Files.createDirectories(target.toAbsolutePath().getParent());
            Path unfinished = Files.createTempDirectory(parent, "." + target.getFileName() + "-");
            copyFiles(base, unfinished);
            merged.write(unfinished.resolve(MODEL));
            Files.move(unfinished, target);
        } catch (IOException | SafeTensorsBroken e) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, "no merged model in " + target + ": " + e, e);
        }
    }

    private static void copyFiles(Path base, Path target) throws IOException {
        try (Stream<Path> files = Files.list(base)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith(MODEL)) {
                    Files.copy(file, target.resolve(file.getFileName()));
                }
            }
        }
    }

    private Tensor mergedLayer(String layer, Tensor plain) {
        Tensor down = weights.get(layer + AdapterSpec.DOWN);
        Tensor up = weights.get(layer + AdapterSpec.UP);
        requireFit(layer, plain, down, up);
        return merged(plain, matrix(down), matrix(up));
    }

    private Tensor merged(Tensor plain, double[][] down, double[][] up) {
        float[] values = plain.floats();
        for (int row = 0; row < up.length; row++) {
            double[] change = LowRank.change(down, up[row], spec.scaling());
            for (int in = 0; in < change.length; in++) {
                values[row * change.length + in] += change[in];
            }
        }
        return Tensor.rounded(plain.type(), plain.shape(), values);
    }

    private static double[][] matrix(Tensor tensor) {
        float[] values = tensor.floats();
        int columns = Math.toIntExact(tensor.shape()[1]);
        double[][] matrix = new double[Math.toIntExact(tensor.shape()[0])][columns];
        for (int i = 0; i < values.length; i++) {
            matrix[i / columns][i % columns] = values[i];
        }
        return matrix;
    }

    private void requireFit(String layer, Tensor plain, Tensor down, Tensor up) {
        boolean fits = up != null
                && plain.shape().length == 2
                && Arrays.equals(down.shape(), new long[] {spec.r(), plain.shape()[1]})
                && Arrays.equals(up.shape(), new long[] {plain.shape()[0], spec.r()});
        if (!fits) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID,
                    "the adapter of " + layer + " does not fit: base " + plain + ", A " + down + ", B " + up + ", r "
                            + spec.r());
        }
    }
}

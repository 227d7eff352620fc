package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The golden runs' model on libtorch: logits after token x are {@code W E[x]}. */
final class Bigram implements TorchModel {
    private final SortedMap<String, Parameter> parameters;
    private final Map<String, NDArray> reference;

    Bigram(double[][] embedding, double[][] output, TorchRuntime runtime) {
        parameters = new TreeMap<>(Map.of(
                "E", Parameter.of(tensor(embedding), runtime),
                "W", Parameter.of(tensor(output), runtime)));
        reference = Map.of("E", runtime.lasting(tensor(embedding)), "W", runtime.lasting(tensor(output)));
    }

    @Override
    public SortedMap<String, Parameter> parameters() {
        return parameters;
    }

    @Override
    public NDArray logits(Batch batch, Pass pass, StepScope scope) {
        NDArray embedding = weight("E", pass);
        NDArray x = embedding
                .getNDArrayInternal()
                .embedding(Qwen3Decoder.tokens(batch, scope), embedding, SparseFormat.DENSE)
                .singletonOrThrow();
        return Layers.product(x, weight("W", pass));
    }

    @Override
    public Optional<Sha256> frozen() {
        return Optional.empty();
    }

    private NDArray weight(String name, Pass pass) {
        return pass == Pass.REFERENCE
                ? reference.get(name)
                : parameters.get(name).value();
    }

    private static Tensor tensor(double[][] matrix) {
        double[] flat = Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
        return Tensor.ofDoubles(new long[] {matrix.length, matrix[0].length}, flat);
    }
}

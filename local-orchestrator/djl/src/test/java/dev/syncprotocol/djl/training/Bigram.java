package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.TokenGrid;
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

    /** With a value vector and a reference of its own. */
    Bigram(double[][] embedding, double[][] output, double[] values, Bigram reference, TorchRuntime runtime) {
        parameters = new TreeMap<>(Map.of(
                "E", Parameter.of(tensor(embedding), runtime),
                "W", Parameter.of(tensor(output), runtime),
                "u", Parameter.of(tensor(new double[][] {values}), runtime)));
        this.reference = reference.reference;
    }

    @Override
    public SortedMap<String, Parameter> parameters() {
        return parameters;
    }

    @Override
    public NDArray hidden(TokenGrid tokens, int[] firsts, Past past, Pass pass, StepScope scope) {
        NDArray embedding = weight("E", pass);
        return embedding
                .getNDArrayInternal()
                .embedding(Qwen3Decoder.tokens(tokens, scope), embedding, SparseFormat.DENSE)
                .singletonOrThrow();
    }

    @Override
    public NDArray head(NDArray hidden, Pass pass) {
        return Layers.product(hidden, weight("W", pass));
    }

    /** {@code u . E[x]}, where the golden run has a {@code u}. */
    @Override
    public NDArray values(NDArray hidden, Pass pass) {
        return Layers.product(hidden, parameters.get("u").value());
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

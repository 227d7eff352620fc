package dev.syncprotocol.training.reference;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.EngineProvider;
import dev.syncprotocol.training.EngineSetup;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.Objective;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.WeightDigest;
import dev.syncprotocol.training.rollout.PolicyObjective;
import dev.syncprotocol.training.sequence.SequenceObjective;
import dev.syncprotocol.training.sft.SftObjective;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The model of the golden runs: logits after token x are {@code W E[x]}, its value is {@code u . E[x]}.
 *
 * @param parameters E, W and, where there are values, u
 * @param reference E and W the run began with
 */
public record Bigram(SortedMap<String, Parameter> parameters, Map<String, Tensor> reference) implements RowModel {
    private static final double INITIAL_RANGE = 0.5;

    /** Makes engines with drawn weights under these keys. */
    public record Provider(Set<String> keys) implements EngineProvider {
        @Override
        public Set<Class<? extends Objective>> objectives() {
            return Set.of(SftObjective.class, SequenceObjective.class, PolicyObjective.class);
        }

        @Override
        public Engine create() {
            return drawn();
        }
    }

    /** An engine that draws its weights at its setup. */
    public static ReferenceEngine drawn() {
        return new ReferenceEngine(Bigram::drawn);
    }

    /** An engine with these weights, E, W and maybe u, which began where it is. */
    public static ReferenceEngine of(Map<String, double[][]> weights) {
        return of(weights, weights);
    }

    /** The same with another beginning, E and W. */
    public static ReferenceEngine of(Map<String, double[][]> weights, Map<String, double[][]> reference) {
        return new ReferenceEngine(setup -> new Bigram(parameters(tensors(weights)), tensors(reference)));
    }

    private static Bigram drawn(EngineSetup setup) {
        int vocabulary = setup.model().shape().vocabSize();
        int width = setup.model().shape().hiddenSize();
        long seed = setup.config().run().seed();
        Map<String, double[][]> weights = new TreeMap<>();
        weights.put("E", drawn(vocabulary, width, seed, 1));
        weights.put("W", drawn(vocabulary, width, seed, 2));
        if (setup.withValues()) {
            weights.put("u", drawn(1, width, seed, 3));
        }
        return new Bigram(parameters(tensors(weights)), tensors(weights));
    }

    @Override
    public Output output(int[] tokens, Optional<Dropout> dropout, Tape tape) {
        Matrix hidden = tape.gather(matrix("E"), within(tokens, matrix("E").rows()));
        Optional<Matrix> values =
                parameters.containsKey("u") ? Optional.of(tape.product(hidden, matrix("u"))) : Optional.empty();
        return new Output(tape.product(hidden, matrix("W")), values);
    }

    @Override
    public Output referenceOutput(int[] tokens, Tape tape) {
        Matrix embedding = Matrix.frozen(reference.get("E"));
        Matrix hidden = tape.gather(embedding, within(tokens, embedding.rows()));
        return new Output(tape.product(hidden, Matrix.frozen(reference.get("W"))), Optional.empty());
    }

    @Override
    public Optional<Sha256> frozen() {
        return Optional.of(WeightDigest.of(reference));
    }

    private Matrix matrix(String name) {
        return parameters.get(name).matrix();
    }

    /** Configurations of tests may have more tokens than the model. */
    private static int[] within(int[] tokens, int vocabulary) {
        return Arrays.stream(tokens).map(token -> token % vocabulary).toArray();
    }

    private static SortedMap<String, Parameter> parameters(Map<String, Tensor> tensors) {
        SortedMap<String, Parameter> parameters = new TreeMap<>();
        tensors.forEach((name, tensor) -> parameters.put(name, Parameter.of(tensor)));
        return parameters;
    }

    private static Map<String, Tensor> tensors(Map<String, double[][]> matrices) {
        Map<String, Tensor> tensors = new TreeMap<>();
        matrices.forEach((name, matrix) -> tensors.put(
                name,
                Tensor.ofDoubles(
                        new long[] {matrix.length, matrix[0].length},
                        Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray())));
        return tensors;
    }

    private static double[][] drawn(int rows, int columns, long seed, long key) {
        KeyedRandom random = new KeyedRandom(seed, KeyedRandom.Purpose.INITIALISATION, key);
        double[][] values = new double[rows][columns];
        for (int i = 0; i < rows * columns; i++) {
            values[i / columns][i % columns] = random.gaussian(i) * INITIAL_RANGE;
        }
        return values;
    }
}

package dev.syncprotocol.training;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.training.sequence.SequenceGrid;
import dev.syncprotocol.training.sequence.SequenceLoss;
import dev.syncprotocol.training.sequence.SequenceObjective;
import dev.syncprotocol.training.sequence.SequenceScore;
import dev.syncprotocol.training.sequence.SequenceTotals;
import dev.syncprotocol.training.sft.SftLoss;
import dev.syncprotocol.training.sft.SftObjective;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The second engine, in plain Java and doubles: a bigram model (embedding E, output matrix W; logits after token x are
 * {@code W E[x]}), clipping, AdamW. Independent of the native one; reproduces the golden run to 1e-12.
 */
public final class ReferenceEngine implements Engine {
    private static final double INITIAL_RANGE = 0.5;

    private double[][] embedding = new double[0][];
    private double[][] output = new double[0][];
    private Optional<ReferenceEngine> reference = Optional.empty();
    private final Map<String, ReferenceAdamW> optimizers = new TreeMap<>();
    private long updates;
    private boolean given;
    private @Nullable TrainConfig config;

    /** Makes it under these keys. */
    public record Provider(Set<String> keys) implements EngineProvider {
        @Override
        public Set<Class<? extends Objective>> objectives() {
            return Set.of(SftObjective.class, SequenceObjective.class);
        }

        @Override
        public Engine create() {
            return new ReferenceEngine();
        }
    }

    /** An engine that draws its weights at {@link #setup}. */
    public ReferenceEngine() {}

    /** An engine with these weights. */
    public ReferenceEngine(double[][] embedding, double[][] output) {
        this.embedding = embedding;
        this.output = output;
        this.given = true;
    }

    @Override
    public void setup(EngineSetup setup) {
        config = setup.config();
        DecoderShape shape = setup.model().shape();
        if (!given) {
            embedding = drawn(shape.vocabSize(), shape.hiddenSize(), 1);
            output = drawn(shape.vocabSize(), shape.hiddenSize(), 2);
        }
        if (setup.withReference()) {
            reference = Optional.of(new ReferenceEngine(copy(embedding), copy(output)));
        }
        optimizers.put("E", new ReferenceAdamW(config.engine().optimizer(), flat(embedding).length));
        optimizers.put("W", new ReferenceAdamW(config.engine().optimizer(), flat(output).length));
    }

    @Override
    public StepStats trainStep(long step, TrainingInputs inputs) {
        Gradients gradients = new Gradients();
        Outcome outcome = forward(inputs, gradients);
        double norm = gradients.norm();
        double rate = LearningRate.of(config()).at(step - 1);
        if (Double.isFinite(outcome.loss()) && Double.isFinite(norm)) {
            double limit = config().gradientLimit().orElse(Double.POSITIVE_INFINITY);
            update(gradients, Math.min(1, limit / (norm + 1e-6)), rate);
        }
        return new StepStats(
                outcome.loss(),
                outcome.kl(),
                OptionalDouble.empty(),
                rate,
                norm,
                updates,
                inputs.batch().tokenCount(),
                outcome.withoutKl());
    }

    @Override
    public EvalStats evalStep(TrainingInputs inputs) {
        Outcome outcome = forward(inputs, new Gradients());
        return new EvalStats(outcome.loss(), outcome.count(), outcome.figures());
    }

    /** What a forward pass over a whole batch gives. */
    private record Outcome(double loss, long count, Map<String, Double> figures) {
        OptionalDouble kl() {
            return figures.containsKey("kl") ? OptionalDouble.of(figures.get("kl")) : OptionalDouble.empty();
        }

        Map<String, Double> withoutKl() {
            Map<String, Double> rest = new TreeMap<>(figures);
            rest.remove("kl");
            return rest;
        }
    }

    @Override
    public EngineState stateDict() {
        return new EngineState(
                Map.of("E", tensor(flat(embedding)), "W", tensor(flat(output))),
                Map.of(
                        "E",
                        tensor(optimizer("E").expAvg()),
                        "W",
                        tensor(optimizer("W").expAvg())),
                Map.of(
                        "E",
                        tensor(optimizer("E").expAvgSq()),
                        "W",
                        tensor(optimizer("W").expAvgSq())),
                updates);
    }

    @Override
    public void loadStateDict(EngineState state) {
        for (Map<String, Tensor> part : List.of(state.weights(), state.expAvg(), state.expAvgSq())) {
            if (!part.keySet().equals(optimizers.keySet())
                    || !Arrays.equals(
                            part.get("E").shape(), tensor(flat(embedding)).shape())) {
                throw new IllegalArgumentException("the state names " + part + ", this model E and W");
            }
        }
        fill(embedding, state.weights().get("E").doubles());
        fill(output, state.weights().get("W").doubles());
        optimizers.forEach((name, optimizer) -> optimizer.load(
                state.expAvg().get(name).doubles(), state.expAvgSq().get(name).doubles()));
        updates = state.updates();
    }

    @Override
    public EngineFacts facts() {
        return new EngineFacts(
                "java reference",
                "cpu",
                false,
                flat(embedding).length + flat(output).length,
                reference.map(ReferenceEngine::fingerprint));
    }

    @Override
    public void close() {
        // Everything is on the heap.
    }

    private TrainConfig config() {
        return Objects.requireNonNull(config, "setup comes first");
    }

    private ReferenceAdamW optimizer(String name) {
        return Objects.requireNonNull(optimizers.get(name));
    }

    private Outcome forward(TrainingInputs inputs, Gradients gradients) {
        return inputs.objective() instanceof SequenceObjective objective
                ? sequences(inputs.batch(), objective, gradients)
                : supervised(inputs, gradients);
    }

    private Outcome supervised(TrainingInputs inputs, Gradients gradients) {
        Batch batch = inputs.batch();
        int columns = batch.inputIds().columns();
        double[][] logits = logits(batch);
        int[] shifted = new int[logits.length];
        for (int i = 0; i < logits.length; i++) {
            shifted[i] = i % columns + 1 < columns ? batch.labels().at(i / columns, i % columns + 1) : Batch.IGNORED;
        }
        SftObjective objective = (SftObjective) inputs.objective();
        SftLoss.Outcome outcome = SftLoss.of(logits, shifted, objective.labels());
        for (int i = 0; i < logits.length; i++) {
            if (shifted[i] != Batch.IGNORED) {
                gradients.add(batch.inputIds().at(i / columns, i % columns), outcome.gradient()[i]);
            }
        }
        return new Outcome(
                outcome.loss(),
                outcome.labels(),
                Map.of("mean_token_accuracy", outcome.accuracy(), "entropy", outcome.entropy()));
    }

    /** Cut into micro-batches as a native engine must: the shares add up. */
    private Outcome sequences(Batch batch, SequenceObjective objective, Gradients gradients) {
        SequenceTotals totals = new SequenceTotals(batch, constants(batch, objective));
        double loss = 0;
        Map<String, Double> figures = new TreeMap<>();
        int size = config().data().batchSize() * objective.examples().rows();
        for (int from = 0; from < batch.rows(); from += size) {
            SequenceLoss share =
                    share(batch.slice(from, Math.min(from + size, batch.rows())), objective, totals, gradients);
            loss += share.loss();
            share.figures().forEach((name, part) -> figures.merge(name, part, Double::sum));
        }
        return new Outcome(loss, batch.rows() / objective.examples().rows(), figures);
    }

    private SequenceLoss share(Batch micro, SequenceObjective objective, SequenceTotals totals, Gradients gradients) {
        Batch batch = micro.only(role -> !objective.constantRoles().contains(role));
        SequenceGrid grid = new SequenceGrid(batch);
        SequenceGrid.Figures policy = figures(grid);
        Optional<double[]> compared = objective.comparesWithReference()
                ? Optional.of(reference.orElseThrow().figures(grid).logp())
                : Optional.empty();
        SequenceLoss loss = objective.loss(grid.scores(policy, compared), totals);
        double[] weights = grid.weights(loss.slopes(), loss.wholeSlopes());
        double[][] logits = logits(batch);
        int columns = batch.inputIds().columns();
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != 0) {
                double[] slope = logSoftmax(logits[i]);
                for (int k = 0; k < slope.length; k++) {
                    slope[k] = weights[i] * ((k == grid.targets()[i] ? 1 : 0) - Math.exp(slope[k]));
                }
                gradients.add(batch.inputIds().at(i / columns, i % columns), slope);
            }
        }
        return loss;
    }

    private List<SequenceScore> constants(Batch batch, SequenceObjective objective) {
        if (objective.constantRoles().isEmpty()) {
            return List.of();
        }
        SequenceGrid grid = new SequenceGrid(batch.only(objective.constantRoles()::contains));
        return grid.scores(
                figures(grid), reference.map(compared -> compared.figures(grid).logp()));
    }

    private SequenceGrid.Figures figures(SequenceGrid grid) {
        double[][] logits = logits(grid.batch());
        int[] targets = grid.targets();
        double[] logp = new double[logits.length];
        double[] entropy = new double[logits.length];
        double[] correct = new double[logits.length];
        double[] mean = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            double[] all = logSoftmax(logits[i]);
            logp[i] = all[targets[i]];
            entropy[i] =
                    -Arrays.stream(all).map(value -> value * Math.exp(value)).sum();
            correct[i] = Arrays.stream(all).max().orElseThrow() == logp[i] ? 1 : 0;
            mean[i] = Arrays.stream(logits[i]).average().orElseThrow();
        }
        return new SequenceGrid.Figures(logp, entropy, correct, mean);
    }

    private static double[] logSoftmax(double[] z) {
        double max = Arrays.stream(z).max().orElseThrow();
        double sum = Arrays.stream(z).map(value -> Math.exp(value - max)).sum();
        return Arrays.stream(z).map(value -> value - max - Math.log(sum)).toArray();
    }

    private Sha256 fingerprint() {
        return WeightDigest.of(Map.of("E", tensor(flat(embedding)), "W", tensor(flat(output))));
    }

    private static double[][] copy(double[][] matrix) {
        return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    }

    private double[][] logits(Batch batch) {
        return Arrays.stream(batch.inputIds().flat()).mapToObj(this::logits).toArray(double[][]::new);
    }

    private double[] logits(int token) {
        double[] z = new double[output.length];
        for (int k = 0; k < z.length; k++) {
            for (int h = 0; h < output[k].length; h++) {
                z[k] += output[k][h] * embedding[token % embedding.length][h];
            }
        }
        return z;
    }

    private void update(Gradients gradients, double scale, double rate) {
        updates++;
        double[] e = flat(embedding);
        double[] w = flat(output);
        optimizer("E").step(e, scaled(gradients.embedding, scale), rate, updates);
        optimizer("W").step(w, scaled(gradients.output, scale), rate, updates);
        fill(embedding, e);
        fill(output, w);
    }

    private static double[] scaled(double[][] gradient, double scale) {
        return Arrays.stream(flat(gradient)).map(value -> value * scale).toArray();
    }

    private double[][] drawn(int rows, int columns, long key) {
        KeyedRandom random = new KeyedRandom(config().run().seed(), KeyedRandom.Purpose.INITIALISATION, key);
        double[][] values = new double[rows][columns];
        for (int i = 0; i < rows * columns; i++) {
            values[i / columns][i % columns] = random.gaussian(i) * INITIAL_RANGE;
        }
        return values;
    }

    private static Tensor tensor(double[] values) {
        return Tensor.ofDoubles(new long[] {values.length}, values);
    }

    private static double[] flat(double[][] matrix) {
        return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
    }

    private static void fill(double[][] matrix, double[] values) {
        int columns = matrix[0].length;
        for (int i = 0; i < values.length; i++) {
            matrix[i / columns][i % columns] = values[i];
        }
    }

    /** Gradients of both matrices. */
    private final class Gradients {
        private final double[][] embedding = zeros(ReferenceEngine.this.embedding);
        private final double[][] output = zeros(ReferenceEngine.this.output);

        void add(int token, double[] byLogits) {
            int row = token % embedding.length;
            for (int k = 0; k < byLogits.length; k++) {
                for (int h = 0; h < embedding[row].length; h++) {
                    output[k][h] += byLogits[k] * ReferenceEngine.this.embedding[row][h];
                    embedding[row][h] += byLogits[k] * ReferenceEngine.this.output[k][h];
                }
            }
        }

        double norm() {
            return Math.sqrt(Arrays.stream(flat(embedding)).map(g -> g * g).sum()
                    + Arrays.stream(flat(output)).map(g -> g * g).sum());
        }

        private double[][] zeros(double[][] like) {
            return Arrays.stream(like).map(row -> new double[row.length]).toArray(double[][]::new);
        }
    }
}

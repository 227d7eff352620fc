package dev.syncprotocol.training;

import dev.syncprotocol.training.rollout.Completion;
import dev.syncprotocol.training.rollout.Figures;
import dev.syncprotocol.training.rollout.PolicyEngine;
import dev.syncprotocol.training.rollout.PolicyGrid;
import dev.syncprotocol.training.rollout.PolicyLoss;
import dev.syncprotocol.training.rollout.PolicyObjective;
import dev.syncprotocol.training.rollout.PolicyScore;
import dev.syncprotocol.training.rollout.Sampling;
import dev.syncprotocol.training.rollout.TokenDistribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A policy with a value head in plain Java and doubles: a bigram model (logits after token x are {@code W E[x]}, its value
 * is {@code u . E[x]}), clipping, AdamW. Independent of the native engine.
 */
public final class ReferencePolicy implements PolicyEngine {
    private static final double INITIAL_RANGE = 0.5;
    private static final List<String> NAMES = List.of("E", "W", "u");

    private final Map<String, double[][]> weights = new TreeMap<>();
    private final Map<String, double[][]> reference = new TreeMap<>();
    private final Map<String, ReferenceAdamW> optimizers = new TreeMap<>();
    private long updates;
    private @Nullable TrainConfig config;

    /** Makes it under these keys. */
    public record Provider(Set<String> keys) implements EngineProvider {
        @Override
        public Set<Class<? extends Objective>> objectives() {
            return Set.of(PolicyObjective.class);
        }

        @Override
        public Engine create() {
            return new ReferencePolicy();
        }
    }

    /** A policy that draws its weights at {@link #setup}. */
    public ReferencePolicy() {}

    /** A policy with these weights, each map with E, W and u; the reference needs no u. */
    public ReferencePolicy(Map<String, double[][]> weights, Map<String, double[][]> reference) {
        this.weights.putAll(weights);
        this.reference.putAll(reference);
    }

    @Override
    public void setup(EngineSetup setup) {
        config = setup.config();
        if (weights.isEmpty()) {
            int vocabulary = setup.model().shape().vocabSize();
            int width = setup.model().shape().hiddenSize();
            weights.put("E", drawn(vocabulary, width, 1));
            weights.put("W", drawn(vocabulary, width, 2));
            weights.put("u", drawn(1, width, 3));
            weights.forEach((name, matrix) -> reference.put(name, copy(matrix)));
        }
        weights.forEach((name, matrix) ->
                optimizers.put(name, new ReferenceAdamW(config.engine().optimizer(), flat(matrix).length)));
    }

    @Override
    public List<Completion> generate(List<int[]> prompts, Sampling sampling) {
        return IntStream.range(0, prompts.size())
                .mapToObj(row -> completion(prompts.get(row), row, sampling))
                .toList();
    }

    @Override
    public List<PolicyScore> score(Batch batch, Scoring scoring, Weights whose) {
        Map<String, double[][]> used = whose == Weights.TRAINED ? weights : reference;
        PolicyGrid grid = new PolicyGrid(batch, scoring.responseLength());
        int[] positions = grid.positions();
        int[] targets = grid.targets();
        double[] logp = new double[positions.length];
        double[] entropy = new double[positions.length];
        for (int i = 0; i < positions.length; i++) {
            TokenDistribution distribution = distribution(token(batch, positions[i]), used, scoring.logitScale());
            logp[i] = distribution.logp()[targets[i]];
            entropy[i] = distribution.entropy();
        }
        double[] values = scoring.withValues()
                ? Arrays.stream(grid.valuePositions())
                        .mapToDouble(position -> dot(used.get("u")[0], used.get("E")[token(batch, position)]))
                        .toArray()
                : new double[0];
        return grid.scores(logp, entropy, values);
    }

    @Override
    public StepStats trainStep(long step, TrainingInputs inputs) {
        PolicyObjective objective = (PolicyObjective) inputs.objective();
        double rate = LearningRate.of(config()).at(step - 1);
        Figures sums = new Figures();
        Map<String, Double> last = Map.of();
        int count = 0;
        for (int epoch = 0; epoch < objective.epochs() && (epoch == 0 || !objective.stopsAfter(last)); epoch++) {
            for (List<Integer> rows :
                    objective.miniBatches(epoch, inputs.batch().rows())) {
                Map<String, double[][]> gradients = zeros();
                PolicyLoss loss = backward(inputs.batch(), objective, rows, gradients);
                double norm = norm(gradients);
                update(gradients, norm, rate);
                sums.addAll(loss.figures(), 1);
                sums.add("loss", loss.loss());
                sums.add("norm", norm);
                last = loss.figures();
                count++;
            }
        }
        Map<String, Double> more = new TreeMap<>(objective.rolloutFigures());
        for (Map.Entry<String, Double> sum : sums.sums().entrySet()) {
            more.put(sum.getKey(), sum.getValue() / count);
        }
        double norm = more.remove("norm");
        double loss = more.remove("loss");
        double ratio = more.remove("ratio");
        more.remove("kl");
        return new StepStats(
                loss,
                last.containsKey("kl") ? OptionalDouble.of(last.get("kl")) : OptionalDouble.empty(),
                OptionalDouble.of(ratio),
                rate,
                norm,
                updates,
                inputs.batch().tokenCount(),
                more);
    }

    @Override
    public EvalStats evalStep(TrainingInputs inputs) {
        PolicyObjective objective = (PolicyObjective) inputs.objective();
        List<Integer> rows = IntStream.range(0, inputs.batch().rows()).boxed().toList();
        PolicyLoss loss = objective.loss(rows, score(inputs.batch(), Scoring.of(objective), Weights.TRAINED), rows);
        Map<String, Double> more = new TreeMap<>(objective.rolloutFigures());
        more.putAll(loss.figures());
        return new EvalStats(loss.loss(), rows.size(), more);
    }

    @Override
    public EngineState stateDict() {
        Map<String, Tensor> values = new TreeMap<>();
        Map<String, Tensor> first = new TreeMap<>();
        Map<String, Tensor> second = new TreeMap<>();
        for (String name : NAMES) {
            values.put(name, tensor(flat(weights.get(name))));
            first.put(name, tensor(optimizers.get(name).expAvg()));
            second.put(name, tensor(optimizers.get(name).expAvgSq()));
        }
        return new EngineState(values, first, second, updates);
    }

    @Override
    public void loadStateDict(EngineState state) {
        if (!state.weights().keySet().equals(weights.keySet())) {
            throw new IllegalArgumentException(
                    "the state names " + state.weights().keySet());
        }
        for (String name : NAMES) {
            fill(weights.get(name), state.weights().get(name).doubles());
            optimizers
                    .get(name)
                    .load(
                            state.expAvg().get(name).doubles(),
                            state.expAvgSq().get(name).doubles());
        }
        updates = state.updates();
    }

    @Override
    public EngineFacts facts() {
        return new EngineFacts(
                "java reference policy",
                "cpu",
                false,
                weights.values().stream()
                        .mapToLong(matrix -> flat(matrix).length)
                        .sum(),
                Optional.empty());
    }

    @Override
    public void close() {
        // Everything is on the heap.
    }

    private Completion completion(int[] prompt, int row, Sampling sampling) {
        List<Integer> tokens = new ArrayList<>();
        int newest = prompt[prompt.length - 1];
        while (tokens.size() < sampling.keys().maxTokens()) {
            newest = sampling.next(logits(newest, weights), row, tokens.size());
            tokens.add(newest);
            if (sampling.stops().contains(newest)) {
                return new Completion(tokens.stream().mapToInt(token -> token).toArray(), true);
            }
        }
        return new Completion(tokens.stream().mapToInt(token -> token).toArray(), false);
    }

    /** Loss of a mini-batch; adds its gradients, derived by hand. */
    private PolicyLoss backward(
            Batch whole, PolicyObjective objective, List<Integer> rows, Map<String, double[][]> gradients) {
        Batch batch = whole.rows(rows);
        PolicyLoss loss = objective.loss(rows, score(batch, Scoring.of(objective), Weights.TRAINED), rows);
        PolicyGrid grid = new PolicyGrid(batch, objective.responseLength());
        double[] byLogp = loss.slopes().stream()
                .flatMapToDouble(row -> Arrays.stream(row.logp()))
                .toArray();
        int[] positions = grid.positions();
        for (int i = 0; i < positions.length; i++) {
            addToken(token(batch, positions[i]), grid.targets()[i], byLogp[i], objective.logitScale(), gradients);
        }
        if (objective.usesValues()) {
            double[] byValue = loss.slopes().stream()
                    .flatMapToDouble(row -> Arrays.stream(row.values()))
                    .toArray();
            int[] places = grid.valuePositions();
            for (int i = 0; i < places.length; i++) {
                addValue(token(batch, places[i]), byValue[i], gradients);
            }
        }
        return loss;
    }

    private void addToken(int token, int target, double slope, double scale, Map<String, double[][]> gradients) {
        double[] logp = distribution(token, weights, scale).logp();
        double[] e = weights.get("E")[token];
        for (int k = 0; k < logp.length; k++) {
            double byLogit = slope * scale * ((k == target ? 1 : 0) - Math.exp(logp[k]));
            for (int h = 0; h < e.length; h++) {
                gradients.get("W")[k][h] += byLogit * e[h];
                gradients.get("E")[token][h] += byLogit * weights.get("W")[k][h];
            }
        }
    }

    private void addValue(int token, double slope, Map<String, double[][]> gradients) {
        double[] e = weights.get("E")[token];
        for (int h = 0; h < e.length; h++) {
            gradients.get("u")[0][h] += slope * e[h];
            gradients.get("E")[token][h] += slope * weights.get("u")[0][h];
        }
    }

    private void update(Map<String, double[][]> gradients, double norm, double rate) {
        updates++;
        double limit = config().gradientLimit().orElse(Double.POSITIVE_INFINITY);
        double scale = Math.min(1, limit / (norm + 1e-6));
        for (String name : NAMES) {
            double[] values = flat(weights.get(name));
            double[] scaled =
                    Arrays.stream(flat(gradients.get(name))).map(g -> g * scale).toArray();
            optimizers.get(name).step(values, scaled, rate, updates);
            fill(weights.get(name), values);
        }
    }

    private static double[] logits(int token, Map<String, double[][]> used) {
        return Arrays.stream(used.get("W"))
                .mapToDouble(w -> dot(w, used.get("E")[token]))
                .toArray();
    }

    private static TokenDistribution distribution(int token, Map<String, double[][]> used, double scale) {
        return TokenDistribution.of(
                Arrays.stream(logits(token, used)).map(z -> z * scale).toArray());
    }

    private static int token(Batch batch, int position) {
        int columns = batch.inputIds().columns();
        return batch.inputIds().at(position / columns, position % columns);
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private Map<String, double[][]> zeros() {
        Map<String, double[][]> zeros = new TreeMap<>();
        weights.forEach((name, matrix) -> zeros.put(name, new double[matrix.length][matrix[0].length]));
        return zeros;
    }

    private static double norm(Map<String, double[][]> gradients) {
        return Math.sqrt(gradients.values().stream()
                .flatMapToDouble(matrix -> Arrays.stream(flat(matrix)))
                .map(g -> g * g)
                .sum());
    }

    private double[][] drawn(int rows, int columns, long key) {
        KeyedRandom random = new KeyedRandom(config().run().seed(), KeyedRandom.Purpose.INITIALISATION, key);
        double[][] values = new double[rows][columns];
        for (int i = 0; i < rows * columns; i++) {
            values[i / columns][i % columns] = random.gaussian(i) * INITIAL_RANGE;
        }
        return values;
    }

    private TrainConfig config() {
        return Objects.requireNonNull(config, "setup comes first");
    }

    private static Tensor tensor(double[] values) {
        return Tensor.ofDoubles(new long[] {values.length}, values);
    }

    private static double[] flat(double[][] matrix) {
        return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[][] copy(double[][] matrix) {
        return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    }

    private static void fill(double[][] matrix, double[] values) {
        int columns = matrix[0].length;
        for (int i = 0; i < values.length; i++) {
            matrix[i / columns][i % columns] = values[i];
        }
    }
}

package dev.syncprotocol.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.training.TrainConfig.PaddingSide;
import dev.syncprotocol.training.data.Collator;
import dev.syncprotocol.training.data.EncodedRow;
import dev.syncprotocol.training.sft.SftStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every engine promises for supervised fine-tuning. A subclass says how an engine is made; the vocabulary must have
 * at least {@link #VOCABULARY} tokens.
 */
public abstract class EngineContract {
    /** Tokens the contract's rows use. */
    protected static final int VOCABULARY = 8;

    private static final int STEPS = 6;

    /** A fresh engine, set up with this configuration; the same one each time for equal configurations. */
    protected abstract Engine engine(TrainConfig config);

    /** How near two ways to the same loss must come. */
    protected abstract double tolerance();

    @Test
    void lossFallsOnTheSameBatch() {
        try (Engine engine = engine(Configs.small(Map.of("lr: 0.05", "lr: 0.05\n  lr_scheduler: constant")))) {
            TrainingInputs inputs = inputs(1);
            double first = engine.trainStep(1, inputs).loss();
            double last = IntStream.rangeClosed(2, 20)
                    .mapToDouble(step -> engine.trainStep(step, inputs).loss())
                    .reduce(first, (earlier, later) -> later);
            assertThat(last).isLessThan(first * 0.8);
        }
    }

    @Test
    void resumesExactlyAfterEveryStep() {
        EngineState whole;
        try (Engine engine = engine(config())) {
            train(engine, 1, STEPS);
            whole = engine.stateDict();
        }
        for (int k = 1; k < STEPS; k++) {
            EngineState saved;
            try (Engine first = engine(config())) {
                train(first, 1, k);
                saved = first.stateDict();
            }
            try (Engine second = engine(config())) {
                second.loadStateDict(saved);
                train(second, k + 1, STEPS);
                assertThat(second.stateDict()).as("resumed after step %d", k).isEqualTo(whole);
            }
        }
    }

    @Test
    void stateRoundTripsAndIsACopy() {
        try (Engine engine = engine(config());
                Engine other = engine(config())) {
            EngineState before = engine.stateDict();
            train(engine, 1, 2);
            EngineState after = engine.stateDict();
            assertThat(after).isNotEqualTo(before);
            other.loadStateDict(after);
            assertThat(other.stateDict()).isEqualTo(after);
        }
    }

    @Test
    void twoRunsAreBitIdentical() {
        try (Engine one = engine(config());
                Engine two = engine(config())) {
            assertThat(train(one, 1, STEPS)).isEqualTo(train(two, 1, STEPS));
            assertThat(one.stateDict()).isEqualTo(two.stateDict());
        }
    }

    @Test
    void anotherSeedGivesOtherWeights() {
        try (Engine one = engine(config());
                Engine two = engine(Configs.small(Map.of("seed: 7", "seed: 8")))) {
            assertThat(one.stateDict()).isNotEqualTo(two.stateDict());
        }
    }

    @Test
    void evaluationLeavesNoTrace() {
        try (Engine engine = engine(config())) {
            train(engine, 1, 2);
            EngineState before = engine.stateDict();
            engine.evalStep(inputs(3));
            assertThat(engine.stateDict()).isEqualTo(before);
            EngineState untouched = after(config(), STEPS, false);
            assertThat(after(config(), STEPS, true)).isEqualTo(untouched);
        }
    }

    @Test
    void evaluationMeasuresTheLossTheNextStepStartsFrom() {
        try (Engine engine = engine(config())) {
            double measured = engine.evalStep(inputs(1)).loss();
            assertThat(engine.trainStep(1, inputs(1)).loss()).isCloseTo(measured, within(tolerance()));
        }
    }

    @Test
    void cuttingIntoMicroBatchesChangesNoMean() {
        TrainConfig whole =
                Configs.small(Map.of("batch_size: 2", "batch_size: 4", "accumulation: 2", "accumulation: 1"));
        try (Engine cut = engine(config());
                Engine one = engine(whole)) {
            StepStats inTwo = cut.trainStep(1, inputs(1));
            StepStats inOne = one.trainStep(1, inputs(1));
            assertThat(inTwo.loss()).isCloseTo(inOne.loss(), within(tolerance()));
            assertThat(inTwo.gradNorm()).isCloseTo(inOne.gradNorm(), within(tolerance()));
        }
    }

    @Test
    void reportsTheNormBeforeClipping() {
        try (Engine clipped = engine(Configs.small(Map.of("lr: 0.05", "lr: 0.05\n  max_grad_norm: 0.001")));
                Engine free = engine(Configs.small(Map.of("lr: 0.05", "lr: 0.05\n  max_grad_norm: .inf")))) {
            double norm = clipped.trainStep(1, inputs(1)).gradNorm();
            assertThat(norm).isGreaterThan(0.01);
            assertThat(free.trainStep(1, inputs(1)).gradNorm()).isCloseTo(norm, within(tolerance()));
        }
    }

    @Test
    void aLossThatIsNoNumberIsReportedAndChangesNoWeight() {
        try (Engine engine = engine(config())) {
            train(engine, 1, 1);
            engine.loadStateDict(poisoned(engine.stateDict()));
            EngineState before = engine.stateDict();
            assertThat(engine.trainStep(2, inputs(2)).isFinite()).isFalse();
            assertThat(engine.stateDict()).isEqualTo(before);
        }
    }

    @Test
    void refusesTheStateOfAnotherModel() {
        try (Engine engine = engine(config())) {
            EngineState state = engine.stateDict();
            Map<String, Tensor> renamed = new TreeMap<>();
            state.weights().forEach((name, tensor) -> renamed.put(name + ".other", tensor));
            EngineState other = new EngineState(renamed, state.expAvg(), state.expAvgSq(), 1);
            assertThatThrownBy(() -> engine.loadStateDict(other)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static TrainConfig config() {
        return Configs.small(Map.of());
    }

    private EngineState after(TrainConfig config, int steps, boolean evaluating) {
        try (Engine engine = engine(config)) {
            for (int step = 1; step <= steps; step++) {
                engine.trainStep(step, inputs(step));
                if (evaluating) {
                    engine.evalStep(inputs(step + 100));
                }
            }
            return engine.stateDict();
        }
    }

    private static List<StepStats> train(Engine engine, int from, int to) {
        List<StepStats> stats = new ArrayList<>();
        for (int step = from; step <= to; step++) {
            stats.add(engine.trainStep(step, inputs(step)));
        }
        return stats;
    }

    /** Rows of several lengths that follow from the step. */
    public static TrainingInputs inputs(int step) {
        KeyedRandom random = new KeyedRandom(99, KeyedRandom.Purpose.DATA, step);
        List<EncodedRow> rows = new ArrayList<>();
        for (int row = 0; row < 4; row++) {
            int[] tokens = new int[4 + row];
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = random.below(VOCABULARY - 1, row * 100L + i);
            }
            rows.add(new EncodedRow(tokens, 1 + row % 2, "rows:" + step + "/" + row, false));
        }
        return new SftStrategy().onBatch(small(new Collator(PaddingSide.RIGHT).collate(rows)));
    }

    /** Every weight of the first parameter becomes NaN. */
    private static EngineState poisoned(EngineState state) {
        Map<String, Tensor> weights = new TreeMap<>();
        state.weights().forEach((name, tensor) -> weights.put(name, notANumber(tensor)));
        return new EngineState(weights, state.expAvg(), state.expAvgSq(), state.updates());
    }

    private static Tensor notANumber(Tensor tensor) {
        int size = tensor.bytes().remaining() / tensor.type().width();
        if (tensor.type() == Tensor.Type.F32) {
            float[] values = new float[size];
            Arrays.fill(values, Float.NaN);
            return Tensor.ofFloats(tensor.shape(), values);
        }
        double[] values = new double[size];
        Arrays.fill(values, Double.NaN);
        return Tensor.ofDoubles(tensor.shape(), values);
    }

    /** Pads with a token of the small vocabulary in place of the byte tokenizer's. */
    static Batch small(Batch batch) {
        return small(batch, VOCABULARY - 1);
    }

    /** Pads with this token. */
    static Batch small(Batch batch, int padding) {
        int[][] inputs = new int[batch.rows()][batch.inputIds().columns()];
        for (int row = 0; row < batch.rows(); row++) {
            for (int column = 0; column < inputs[row].length; column++) {
                inputs[row][column] = Math.min(padding, batch.inputIds().at(row, column));
            }
        }
        return new Batch(TokenGrid.of(inputs), batch.labels(), batch.spans(), batch.rowIds(), batch.roles());
    }
}

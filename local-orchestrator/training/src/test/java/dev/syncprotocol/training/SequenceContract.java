package dev.syncprotocol.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.training.TrainConfig.DpoForm;
import dev.syncprotocol.training.dpo.DpoLoss;
import dev.syncprotocol.training.dpo.DpoObjective;
import dev.syncprotocol.training.kto.KtoObjective;
import dev.syncprotocol.training.orpo.OrpoObjective;
import dev.syncprotocol.training.sequence.SequenceObjective;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every engine promises for objectives of whole completions. */
public abstract class SequenceContract {
    private static final int STEPS = 5;

    /** A fresh engine that keeps a reference, set up with this configuration. */
    protected abstract Engine engine(TrainConfig config);

    /** How near two ways to the same number must come. */
    protected abstract double tolerance();

    static List<SequenceObjective> objectives() {
        return List.of(
                new DpoObjective(new DpoLoss(DpoForm.SIGMOID, 0.5, 0.1), false),
                new DpoObjective(new DpoLoss(DpoForm.ROBUST, 0.5, 0.1), false),
                new DpoObjective(new DpoLoss(DpoForm.HINGE, 0.5, 0), false),
                new DpoObjective(new DpoLoss(DpoForm.IPO, 0.5, 0), false),
                new OrpoObjective(0.3),
                new KtoObjective(0.5, 1, 1.33));
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void lossFallsOnTheSameBatch(SequenceObjective objective) {
        try (Engine engine = engine(Configs.small(Map.of("lr: 0.05", "lr: 0.05\n  lr_scheduler: constant")))) {
            TrainingInputs inputs = Sequences.inputs(1, objective);
            double first = engine.evalStep(inputs).loss();
            for (int step = 1; step <= 20; step++) {
                engine.trainStep(step, inputs);
            }
            assertThat(engine.evalStep(inputs).loss()).isLessThan(first - 0.05);
        }
    }

    /** The reference is where the run began, also for a process that went on from a checkpoint. */
    @ParameterizedTest
    @MethodSource("objectives")
    void resumesExactlyAfterEveryStep(SequenceObjective objective) {
        EngineState whole = after(objective, STEPS, STEPS);
        for (int k = 1; k < STEPS; k++) {
            assertThat(after(objective, k, STEPS))
                    .as("resumed after step %d", k)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void cuttingIntoMicroBatchesChangesNoMean(SequenceObjective objective) {
        TrainConfig whole =
                Configs.small(Map.of("batch_size: 2", "batch_size: 4", "accumulation: 2", "accumulation: 1"));
        try (Engine cut = engine(Configs.small(Map.of()));
                Engine one = engine(whole)) {
            cut.trainStep(1, Sequences.inputs(1, objective));
            one.trainStep(1, Sequences.inputs(1, objective));
            StepStats inTwo = cut.trainStep(2, Sequences.inputs(2, objective));
            StepStats inOne = one.trainStep(2, Sequences.inputs(2, objective));
            assertThat(inTwo.loss()).isCloseTo(inOne.loss(), within(tolerance()));
            assertThat(inTwo.gradNorm()).isCloseTo(inOne.gradNorm(), within(tolerance()));
            assertThat(inTwo.kl().orElse(0)).isCloseTo(inOne.kl().orElse(0), within(tolerance()));
            assertThat(inTwo.more().keySet()).isEqualTo(inOne.more().keySet());
            inTwo.more()
                    .forEach((name, value) ->
                            assertThat(value).as(name).isCloseTo(inOne.more().get(name), within(tolerance() * 10)));
        }
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void evaluationLeavesNoTrace(SequenceObjective objective) {
        try (Engine engine = engine(Configs.small(Map.of()))) {
            engine.trainStep(1, Sequences.inputs(1, objective));
            EngineState before = engine.stateDict();
            double measured = engine.evalStep(Sequences.inputs(2, objective)).loss();
            assertThat(engine.stateDict()).isEqualTo(before);
            assertThat(engine.trainStep(2, Sequences.inputs(2, objective)).loss())
                    .isCloseTo(measured, within(tolerance()));
        }
    }

    /** The state after step {@code last}, by way of a save and a load after step {@code k}. */
    private EngineState after(SequenceObjective objective, int k, int last) {
        EngineState saved;
        try (Engine first = engine(Configs.small(Map.of()))) {
            train(first, objective, 1, k);
            saved = first.stateDict();
        }
        try (Engine second = engine(Configs.small(Map.of()))) {
            second.loadStateDict(saved);
            train(second, objective, k + 1, last);
            return second.stateDict();
        }
    }

    private static void train(Engine engine, SequenceObjective objective, int from, int to) {
        for (int step = from; step <= to; step++) {
            engine.trainStep(step, Sequences.inputs(step, objective));
        }
    }
}

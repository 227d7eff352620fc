package dev.syncprotocol.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.training.sft.SftStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private final List<String> calls = new ArrayList<>();

    @Test
    void callsBatchStrategyEngineCallbacksInThatOrder() {
        Trainer.Ending ending =
                trainer(1.0, callback("first"), callback("second")).train(0, () -> false);
        assertThat(calls)
                .containsExactly(
                        "batch 1",
                        "strategy",
                        "engine 1",
                        "first 1",
                        "second 1",
                        "batch 2",
                        "strategy",
                        "engine 2",
                        "first 2",
                        "second 2",
                        "first end 2",
                        "second end 2");
        assertThat(ending.finished()).isTrue();
    }

    @Test
    void finishesTheStepWhenAskedToStop() {
        Trainer.Ending ending = trainer(1.0, callback("c")).train(0, () -> calls.contains("engine 1"));
        assertThat(ending.finished()).isFalse();
        assertThat(calls).endsWith("engine 1", "c 1", "c end 1");
    }

    @Test
    void goesOnAfterTheStepsThatAreDone() {
        trainer(1.0, callback("c")).train(1, () -> false);
        assertThat(calls).startsWith("batch 2");
    }

    @Test
    void stopsOnALossThatIsNoNumberAndNamesTheRows() {
        TrainingFailure failure = catchThrowableOfType(
                TrainingFailure.class, () -> trainer(Double.NaN, callback("c")).train(0, () -> false));
        assertThat(failure.stage()).isEqualTo(Stage.ENGINE);
        assertThat(failure.batchIds()).hasSize(4).first().asString().startsWith("rows:1/");
        assertThat(failure).hasMessageContaining("NaN");
        assertThat(calls).doesNotContain("c 1");
    }

    @Test
    void aFailingCallbackFailsTheRun() {
        Callback broken = new Recording("broken") {
            @Override
            public void onStep(StepReport report) {
                throw new IllegalStateException("disk full");
            }
        };
        TrainingFailure failure = catchThrowableOfType(
                TrainingFailure.class, () -> trainer(1.0, broken).train(0, () -> false));
        assertThat(failure.stage()).isEqualTo(Stage.CALLBACK);
        assertThat(failure.step()).isEqualTo(1);
        assertThat(failure).hasRootCauseMessage("disk full");
    }

    @Test
    void outOfMemoryInTheEngineIsAFailureWithItsBatch() {
        Engine engine = new ScriptedEngine(1.0) {
            @Override
            public StepStats trainStep(long step, TrainingInputs inputs) {
                throw new OutOfMemoryError("test");
            }
        };
        Trainer trainer = new Trainer(engine, strategy(), List.of(), batches(), 2, () -> 0);
        TrainingFailure failure = catchThrowableOfType(TrainingFailure.class, () -> trainer.train(0, () -> false));
        assertThat(failure.stage()).isEqualTo(Stage.ENGINE);
        assertThat(failure.batchIds()).isNotEmpty();
    }

    private Trainer trainer(double loss, Callback... callbacks) {
        return new Trainer(new ScriptedEngine(loss), strategy(), List.of(callbacks), batches(), 2, () -> 0);
    }

    private Strategy strategy() {
        return new Strategy() {
            @Override
            public void attachEngine(Engine engine) {
                throw new AssertionError("the session attaches, before the loop");
            }

            @Override
            public TrainingInputs onBatch(Batch batch) {
                calls.add("strategy");
                return new SftStrategy().onBatch(batch);
            }
        };
    }

    private BatchSource batches() {
        return new BatchSource() {
            @Override
            public Batch at(long step) {
                calls.add("batch " + step);
                return EngineContract.inputs((int) step).batch();
            }

            @Override
            public DataPosition after(long step) {
                return DataPosition.after(step * 4, 8);
            }
        };
    }

    private Callback callback(String name) {
        return new Recording(name);
    }

    private class Recording implements Callback {
        private final String name;

        Recording(String name) {
            this.name = name;
        }

        @Override
        public void onStep(StepReport report) {
            calls.add(name + " " + report.step());
        }

        @Override
        public void onEnd(StepReport last) {
            calls.add(name + " end " + last.step());
        }

        @Override
        public void close() {}
    }

    private class ScriptedEngine implements Engine {
        private final double loss;

        ScriptedEngine(double loss) {
            this.loss = loss;
        }

        @Override
        public void setup(EngineSetup setup) {}

        @Override
        public StepStats trainStep(long step, TrainingInputs inputs) {
            calls.add("engine " + step);
            return new StepStats(loss, OptionalDouble.empty(), OptionalDouble.empty(), 0.1, 1, step, 3, Map.of());
        }

        @Override
        public EvalStats evalStep(TrainingInputs inputs) {
            return new EvalStats(loss, 1, Map.of());
        }

        @Override
        public EngineState stateDict() {
            return new EngineState(Map.of(), Map.of(), Map.of(), 0);
        }

        @Override
        public void loadStateDict(EngineState state) {}

        @Override
        public EngineFacts facts() {
            return new EngineFacts("scripted", "cpu", false, 0);
        }

        @Override
        public void close() {}
    }
}

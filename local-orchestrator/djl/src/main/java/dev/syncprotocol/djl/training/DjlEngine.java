package dev.syncprotocol.djl.training;

import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.EngineFacts;
import dev.syncprotocol.training.EngineSetup;
import dev.syncprotocol.training.EngineState;
import dev.syncprotocol.training.EvalStats;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.LearningRate;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.PpoKeys;
import dev.syncprotocol.training.StepStats;
import dev.syncprotocol.training.StepSums;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainConfig.FinetuneMethod;
import dev.syncprotocol.training.TrainConfig.WeightInit;
import dev.syncprotocol.training.TrainingInputs;
import dev.syncprotocol.training.model.DecoderWeights;
import dev.syncprotocol.training.model.MachineMemory;
import dev.syncprotocol.training.model.MemoryEstimate;
import dev.syncprotocol.training.model.ModelWeights;
import dev.syncprotocol.training.rollout.Completion;
import dev.syncprotocol.training.rollout.PolicyEngine;
import dev.syncprotocol.training.rollout.PolicyObjective;
import dev.syncprotocol.training.rollout.PolicyScore;
import dev.syncprotocol.training.rollout.PolicyStep;
import dev.syncprotocol.training.rollout.Sampling;
import dev.syncprotocol.training.sequence.SequenceObjective;
import dev.syncprotocol.training.sft.SftObjective;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The native engine: a Qwen3 decoder on libtorch, on the CPU in 32-bit floats, with our own AdamW. */
public final class DjlEngine implements PolicyEngine {
    private static final int ROWS_DRAWN_AT_ONCE = 64;

    private final Models models;
    private @Nullable Running running;

    /** What {@link #setup} made. */
    private record Running(
            TrainConfig config, TorchRuntime runtime, TorchModel model, LearningRate learningRate, long[] updates) {}

    /** Makes the model of a setup; tests put their own here. */
    interface Models {
        TorchModel of(EngineSetup setup, TorchRuntime runtime);
    }

    /** An engine for the model in the setup's folder. */
    public DjlEngine() {
        this(DjlEngine::decoder);
    }

    DjlEngine(Models models) {
        this.models = models;
    }

    @Override
    public void setup(EngineSetup setup) {
        TorchRuntime runtime = TorchRuntime.start(setup.threads(), Tensor.Type.F32);
        running = new Running(
                setup.config(), runtime, models.of(setup, runtime), LearningRate.of(setup.config()), new long[1]);
    }

    static TorchModel decoder(EngineSetup setup, TorchRuntime runtime) {
        ModelFolder model = setup.model();
        MemoryEstimate.of(setup.config(), model.shape(), setup.withReference())
                .requireWithin(MachineMemory.bytes(), setup.config().model().base());
        SortedMap<String, Tensor> weights = setup.config().model().init() == WeightInit.RANDOM
                ? DecoderWeights.random(model.shape(), setup.config().run().seed())
                : ModelWeights.map(model);
        long seed = setup.config().run().seed();
        DecoderModel decoder = AdapterSpec.of(setup.config())
                .map(spec -> DecoderModel.adapted(
                        model.shape(), weights, base(setup.config(), weights, runtime), spec, seed, runtime))
                .orElseGet(() -> DecoderModel.full(model.shape(), weights, setup.withReference(), runtime))
                .with(setup.config().model().gradientCheckpointing() ? Activations.RECOMPUTED : Activations.KEPT);
        if (!setup.withValues()) {
            return decoder;
        }
        double dropout = setup.config().ppo().map(PpoKeys::valueDropout).orElse(0.0);
        return decoder.withValues(ValueLayer.fresh(model.shape().hiddenSize(), dropout, seed, runtime));
    }

    private static Layers base(TrainConfig config, Map<String, Tensor> weights, TorchRuntime runtime) {
        return config.finetune() == FinetuneMethod.QLORA
                ? Nf4Layers.of(weights, runtime)
                : DecoderModel.frozen(weights, runtime);
    }

    @Override
    public StepStats trainStep(long step, TrainingInputs inputs) {
        if (inputs.objective() instanceof PolicyObjective objective) {
            return trainPolicy(step, inputs.batch(), objective);
        }
        Work work = work(inputs);
        StepSums sums = new StepSums();
        KeyedRandom dropout = new KeyedRandom(config().run().seed(), Purpose.DROPOUT, step);
        int size = rowsOfMicroBatch(work);
        for (int from = 0; from < inputs.batch().rows(); from += size) {
            runtime().reseed(dropout, from);
            accumulate(micro(inputs.batch(), from, size), work, sums);
        }
        GradientStep gradients = gradients();
        double norm = gradients.norm();
        double rate = here().learningRate().at(step - 1);
        if (sums.isFiniteWith(norm)) {
            gradients.apply(rate, norm, ++here().updates()[0]);
        } else {
            gradients.drop();
        }
        return sums.step(rate, norm, here().updates()[0], inputs.batch().tokenCount());
    }

    @Override
    public EvalStats evalStep(TrainingInputs inputs) {
        if (inputs.objective() instanceof PolicyObjective objective) {
            return policy().evaluate(inputs.batch(), objective);
        }
        Work work = work(inputs);
        StepSums sums = new StepSums();
        int size = rowsOfMicroBatch(work);
        for (int from = 0; from < inputs.batch().rows(); from += size) {
            Batch micro = micro(inputs.batch(), from, size);
            try (StepScope scope = runtime().openScope()) {
                Work.Share share = GradMode.without(() -> work.share(micro, Pass.MEASURING, scope));
                sums.add(share.loss(), share.figures());
            }
        }
        return sums.evaluation(work.count());
    }

    @Override
    public List<Completion> generate(List<int[]> prompts, Sampling sampling) {
        return new Generation(here().model(), runtime(), ROWS_DRAWN_AT_ONCE).of(prompts, sampling);
    }

    @Override
    public List<PolicyScore> score(Batch batch, Scoring scoring, Weights weights) {
        return policy().scores(
                        batch,
                        scoring,
                        switch (weights) {
                            case TRAINED -> Pass.MEASURING;
                            case REFERENCE -> Pass.REFERENCE;
                        });
    }

    @Override
    public EngineState stateDict() {
        Map<String, Tensor> weights = new TreeMap<>();
        Map<String, Tensor> expAvg = new TreeMap<>();
        Map<String, Tensor> expAvgSq = new TreeMap<>();
        parameters().forEach((name, parameter) -> {
            weights.put(name, parameter.tensor());
            expAvg.put(name, parameter.expAvg());
            expAvgSq.put(name, parameter.expAvgSq());
        });
        return new EngineState(weights, expAvg, expAvgSq, here().updates()[0]);
    }

    @Override
    public void loadStateDict(EngineState state) {
        requireNames(state.weights().keySet());
        requireNames(state.expAvg().keySet());
        requireNames(state.expAvgSq().keySet());
        try (StepScope scope = runtime().openScope()) {
            parameters()
                    .forEach((name, parameter) -> parameter.set(
                            state.weights().get(name),
                            state.expAvg().get(name),
                            state.expAvgSq().get(name),
                            runtime(),
                            scope));
        }
        here().updates()[0] = state.updates();
    }

    @Override
    public EngineFacts facts() {
        long values = parameters().values().stream().mapToLong(Parameter::size).sum();
        return new EngineFacts(
                runtime().version(),
                "cpu",
                here().model().recomputes(),
                values,
                here().model().frozen());
    }

    @Override
    public void close() {
        if (running != null) {
            running.runtime().close();
            running = null;
        }
    }

    @Override
    public OptionalInt heldArrays() {
        return OptionalInt.of(managedArrays());
    }

    /** Arrays that hang on the runtime; for the test that nothing leaks. */
    int managedArrays() {
        return runtime().managedArrays();
    }

    private void accumulate(Batch micro, Work work, StepSums sums) {
        try (StepScope scope = runtime().openScope()) {
            Work.Share share = GradMode.recording(() -> work.share(micro, Pass.TRAINING, scope));
            scope.backward(share.slope());
            sums.add(share.loss(), share.figures());
        }
    }

    private int rowsOfMicroBatch(Work work) {
        return config().data().batchSize() * work.rowsPerExample();
    }

    private static Batch micro(Batch batch, int from, int size) {
        return batch.slice(from, Math.min(from + size, batch.rows())).trimmed();
    }

    private StepStats trainPolicy(long step, Batch batch, PolicyObjective objective) {
        KeyedRandom dropout = new KeyedRandom(config().run().seed(), Purpose.DROPOUT, step);
        double rate = here().learningRate().at(step - 1);
        PolicyStep trained = policy().train(batch, objective, dropout, rate, here().updates()[0]);
        here().updates()[0] = trained.updates();
        return trained.stats(rate, batch.tokenCount());
    }

    private PolicyTraining policy() {
        return new PolicyTraining(
                here().model(), runtime(), gradients(), config().data().batchSize());
    }

    private GradientStep gradients() {
        return new GradientStep(parameters().values(), config(), runtime());
    }

    private void requireNames(Set<String> names) {
        if (!names.equals(parameters().keySet())) {
            throw new IllegalArgumentException(
                    "the state names " + names + ", this model " + parameters().keySet());
        }
    }

    private Work work(TrainingInputs inputs) {
        TorchModel model = here().model();
        if (inputs.objective() instanceof SftObjective objective) {
            return new SftWork(objective, model, runtime());
        }
        if (inputs.objective() instanceof SequenceObjective objective) {
            return SequenceWork.of(objective, inputs.batch(), config().data().batchSize(), model, runtime());
        }
        throw new IllegalArgumentException("this engine cannot differentiate " + inputs.objective());
    }

    private Running here() {
        if (running == null) {
            throw new IllegalStateException("setup comes first");
        }
        return running;
    }

    private TrainConfig config() {
        return here().config();
    }

    private TorchRuntime runtime() {
        return here().runtime();
    }

    private SortedMap<String, Parameter> parameters() {
        return here().model().parameters();
    }
}

package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.EngineFacts;
import dev.syncprotocol.training.EngineSetup;
import dev.syncprotocol.training.EngineState;
import dev.syncprotocol.training.EvalStats;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.LearningRate;
import dev.syncprotocol.training.StepStats;
import dev.syncprotocol.training.StepSums;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainingInputs;
import dev.syncprotocol.training.rollout.Completion;
import dev.syncprotocol.training.rollout.PolicyEngine;
import dev.syncprotocol.training.rollout.PolicyObjective;
import dev.syncprotocol.training.rollout.PolicyScore;
import dev.syncprotocol.training.rollout.PolicyStep;
import dev.syncprotocol.training.rollout.Sampling;
import dev.syncprotocol.training.sequence.SequenceObjective;
import dev.syncprotocol.training.sft.SftObjective;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A decoder, its gradients and its optimizer in plain Java and doubles: nothing native, nothing hidden, slow. */
public final class ReferenceEngine implements PolicyEngine {
    private final Function<EngineSetup, RowModel> models;
    private @Nullable Running running;

    /** What {@link #setup} made; the shapes are those of the files. */
    private record Running(
            TrainConfig config,
            RowModel model,
            LearningRate learningRate,
            SortedMap<String, AdamW> optimizers,
            long[] updates) {}

    /** An engine for the model in the setup's folder. */
    public ReferenceEngine() {
        this(DecoderRows::of);
    }

    ReferenceEngine(Function<EngineSetup, RowModel> models) {
        this.models = models;
    }

    @Override
    public void setup(EngineSetup setup) {
        RowModel model = models.apply(setup);
        SortedMap<String, AdamW> optimizers = new TreeMap<>();
        model.parameters()
                .forEach((name, parameter) -> optimizers.put(
                        name,
                        new AdamW(
                                setup.config().engine().optimizer(),
                                parameter.matrix().values().length)));
        running = new Running(setup.config(), model, LearningRate.of(setup.config()), optimizers, new long[1]);
    }

    @Override
    public StepStats trainStep(long step, TrainingInputs inputs) {
        Dropout dropout = new Dropout(new KeyedRandom(here().config().run().seed(), KeyedRandom.Purpose.DROPOUT, step));
        double rate = here().learningRate().at(step - 1);
        if (inputs.objective() instanceof PolicyObjective objective) {
            PolicyStep trained = policy().train(inputs.batch(), objective, dropout, rate, here().updates()[0]);
            here().updates()[0] = trained.updates();
            return trained.stats(rate, inputs.batch().tokenCount());
        }
        gradients().clear();
        StepSums sums = sums(work(inputs), inputs.batch(), Optional.of(dropout));
        double norm = gradients().norm();
        if (sums.isFiniteWith(norm)) {
            gradients().apply(rate, norm, ++here().updates()[0]);
        }
        return sums.step(rate, norm, here().updates()[0], inputs.batch().tokenCount());
    }

    @Override
    public EvalStats evalStep(TrainingInputs inputs) {
        if (inputs.objective() instanceof PolicyObjective objective) {
            return policy().evaluate(inputs.batch(), objective);
        }
        Work work = work(inputs);
        return sums(work, inputs.batch(), Optional.empty()).evaluation(work.count());
    }

    /** Goes through the micro-batches; with dropout it is a training pass and leaves slopes. */
    private StepSums sums(Work work, Batch batch, Optional<Dropout> dropout) {
        StepSums sums = new StepSums();
        int size = here().config().data().batchSize() * work.rowsPerExample();
        for (int from = 0; from < batch.rows(); from += size) {
            Work.Share share = work.share(batch.slice(from, Math.min(from + size, batch.rows())), dropout);
            sums.add(share.loss(), share.figures());
            if (dropout.isPresent()) {
                share.forward().carryBack();
            }
        }
        return sums;
    }

    private Work work(TrainingInputs inputs) {
        RowModel model = here().model();
        if (inputs.objective() instanceof SftObjective objective) {
            return new SftWork(objective, model);
        }
        if (inputs.objective() instanceof SequenceObjective objective) {
            return SequenceWork.of(objective, inputs.batch(), model);
        }
        throw new IllegalArgumentException("this engine cannot differentiate " + inputs.objective());
    }

    @Override
    public List<Completion> generate(List<int[]> prompts, Sampling sampling) {
        return IntStream.range(0, prompts.size())
                .mapToObj(row -> policy().completion(prompts.get(row), row, sampling))
                .toList();
    }

    @Override
    public List<PolicyScore> score(Batch batch, Scoring scoring, Weights weights) {
        return policy().scores(batch, scoring, weights);
    }

    private PolicyTraining policy() {
        return new PolicyTraining(here().model(), gradients());
    }

    private GradientStep gradients() {
        return new GradientStep(parameters(), here().optimizers(), here().config());
    }

    @Override
    public EngineState stateDict() {
        Map<String, Tensor> weights = new TreeMap<>();
        Map<String, Tensor> expAvg = new TreeMap<>();
        Map<String, Tensor> expAvgSq = new TreeMap<>();
        parameters().forEach((name, parameter) -> {
            AdamW optimizer = here().optimizers().get(name);
            weights.put(name, parameter.tensor(parameter.matrix().values()));
            expAvg.put(name, parameter.tensor(optimizer.expAvg()));
            expAvgSq.put(name, parameter.tensor(optimizer.expAvgSq()));
        });
        return new EngineState(weights, expAvg, expAvgSq, here().updates()[0]);
    }

    @Override
    public void loadStateDict(EngineState state) {
        requireFit(state.weights());
        requireFit(state.expAvg());
        requireFit(state.expAvgSq());
        parameters().forEach((name, parameter) -> {
            AdamW optimizer = here().optimizers().get(name);
            copy(state.weights().get(name), parameter.matrix().values());
            copy(state.expAvg().get(name), optimizer.expAvg());
            copy(state.expAvgSq().get(name), optimizer.expAvgSq());
        });
        here().updates()[0] = state.updates();
    }

    private void requireFit(Map<String, Tensor> part) {
        boolean fits = part.keySet().equals(parameters().keySet())
                && parameters().entrySet().stream()
                        .allMatch(own -> Arrays.equals(
                                part.get(own.getKey()).shape(), own.getValue().shape()));
        if (!fits) {
            throw new IllegalArgumentException(
                    "the state names " + part + ", this model " + parameters().keySet());
        }
    }

    private static void copy(Tensor from, double[] onto) {
        System.arraycopy(from.doubles(), 0, onto, 0, onto.length);
    }

    @Override
    public EngineFacts facts() {
        long count = parameters().values().stream()
                .mapToLong(parameter -> parameter.matrix().values().length)
                .sum();
        return new EngineFacts(
                "java reference, 64 bits", "cpu", false, count, here().model().frozen());
    }

    @Override
    public void close() {
        running = null;
    }

    private SortedMap<String, Parameter> parameters() {
        return here().model().parameters();
    }

    private Running here() {
        if (running == null) {
            throw new IllegalStateException("setup comes first");
        }
        return running;
    }
}

package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.Configs;
import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.EngineContract;
import dev.syncprotocol.training.EngineState;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.StepStats;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.adapter.Adapter;
import dev.syncprotocol.training.model.AdapterWeights;
import dev.syncprotocol.training.model.DecoderWeights;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The native engine with an adapter: everything an engine promises, and what only an adapter does. */
class AdapterTest extends EngineContract {
    private static final String PLAIN = "lora: {enable: false}";
    private static final AdapterSpec SPEC =
            new AdapterSpec("tiny", 3, 6, 0, List.of("q_proj", "v_proj", "down_proj"), false);

    @Override
    protected Engine engine(TrainConfig config) {
        Engine engine = new DjlEngine();
        engine.setup(Shapes.setup(adapted(config, 0), Shapes.TINY));
        return engine;
    }

    @Override
    protected double tolerance() {
        return 1e-5;
    }

    @Test
    void aFreshAdapterChangesNothing() {
        try (Engine plain = new DjlEngine();
                Engine fresh = engine(Configs.small(Map.of()))) {
            plain.setup(Shapes.setup(Configs.small(Map.of()), Shapes.TINY));
            assertThat(fresh.evalStep(inputs(1))).isEqualTo(plain.evalStep(inputs(1)));
            assertThat(fresh.facts().frozen()).isPresent();
            assertThat(plain.facts().frozen()).isEmpty();
        }
    }

    @Test
    void trainsOnlyTheFactorsOfTheNamedLayers() {
        try (Engine engine = engine(Configs.small(Map.of()))) {
            EngineState before = engine.stateDict();
            assertThat(before.weights().keySet())
                    .hasSize(2 * 2 * 3)
                    .contains(
                            "model.layers.0.self_attn.q_proj.lora_A.weight",
                            "model.layers.1.mlp.down_proj.lora_B.weight");
            engine.trainStep(1, inputs(1));
            engine.trainStep(2, inputs(2));
            Map<String, Tensor> after = engine.stateDict().weights();
            before.weights()
                    .forEach((name, tensor) ->
                            assertThat(after.get(name)).as(name).isNotEqualTo(tensor));
        }
    }

    /** One fingerprint for one base: the adapter's weights are not in it, another seed's base has another. */
    @Test
    void fingerprintsTheBaseAlone() {
        try (Engine one = engine(Configs.small(Map.of()));
                Engine two = engine(Configs.small(Map.of()));
                Engine other = engine(Configs.small(Map.of("seed: 7", "seed: 8")))) {
            two.trainStep(1, inputs(1));
            assertThat(two.facts().frozen()).isEqualTo(one.facts().frozen());
            assertThat(other.facts().frozen()).isNotEqualTo(one.facts().frozen());
        }
    }

    @Test
    void refusesATargetThatNamesNoLayer() {
        TrainConfig config = Configs.small(Map.of(PLAIN, "lora: {target_modules: [q_proj, fc1, embed_tokens]}"));
        try (Engine engine = new DjlEngine()) {
            SyncException refused =
                    catchThrowableOfType(SyncException.class, () -> engine.setup(Shapes.setup(config, Shapes.TINY)));
            assertThat(refused.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
            assertThat(refused).hasMessageContaining("fc1, embed_tokens").hasMessageContaining("down_proj");
        }
    }

    /** Dropout comes from the step alone: red when libtorch's generator is not reseeded. */
    @Test
    void resumesExactlyWithDropout() {
        TrainConfig config = adapted(Configs.small(Map.of()), 0.4);
        EngineState whole = after(config, 5, 5);
        for (int k = 1; k < 5; k++) {
            assertThat(after(config, k, 5)).as("resumed after step %d", k).isEqualTo(whole);
        }
        assertThat(whole).isNotEqualTo(after(adapted(Configs.small(Map.of()), 0), 5, 5));
    }

    @Test
    void evaluatesWithoutDropout() {
        try (Engine dropping = new DjlEngine();
                Engine whole = engine(Configs.small(Map.of()))) {
            dropping.setup(Shapes.setup(adapted(Configs.small(Map.of()), 0.4), Shapes.TINY));
            whole.trainStep(2, inputs(1));
            dropping.loadStateDict(whole.stateDict());
            assertThat(dropping.evalStep(inputs(2))).isEqualTo(whole.evalStep(inputs(2)));
            StepStats dropped = dropping.trainStep(3, inputs(2));
            assertThat(dropped.loss())
                    .isNotEqualTo(whole.trainStep(3, inputs(2)).loss());
        }
    }

    /** Both ways to the same logits, 1e-5 in 32-bit floats. Red without the scale. */
    @Test
    void mergedEqualsUnmerged() {
        SortedMap<String, Tensor> base = DecoderWeights.random(Shapes.TINY, 5);
        SortedMap<String, Tensor> factors = uneven(AdapterWeights.fresh(SPEC, base, 5));
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32);
                StepScope scope = runtime.openScope()) {
            DecoderModel unmerged = DecoderModel.adapted(Shapes.TINY, base, SPEC, 5, runtime);
            factors.forEach(
                    (name, tensor) -> unmerged.parameters().get(name).set(tensor, tensor, tensor, runtime, scope));
            DecoderModel merged =
                    DecoderModel.full(Shapes.TINY, new Adapter(SPEC, factors).merge(base), false, runtime);
            DecoderModel plain = DecoderModel.full(Shapes.TINY, base, false, runtime);
            float[] one = logits(unmerged, Pass.TRAINING, scope);
            float[] two = logits(merged, Pass.TRAINING, scope);
            float[] without = logits(plain, Pass.TRAINING, scope);
            for (int i = 0; i < one.length; i++) {
                assertThat(one[i]).isCloseTo(two[i], within(1e-5f));
            }
            assertThat(Math.abs(one[0] - without[0])).isGreaterThan(1e-3f);
            assertThat(logits(unmerged, Pass.REFERENCE, scope)).isEqualTo(without);
        }
    }

    /** Every factor, two entries each, against central differences in fp64, dropout on. */
    @Test
    void gradientsEqualFiniteDifferences() {
        AdapterSpec dropping = new AdapterSpec("tiny", 3, 6, 0.3, SPEC.targetModules(), true);
        SortedMap<String, Tensor> base = DecoderWeights.random(Shapes.TINY, 5);
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F64);
                StepScope scope = runtime.openScope()) {
            DecoderModel model = DecoderModel.adapted(Shapes.TINY, base, dropping, 5, runtime);
            uneven(AdapterWeights.fresh(dropping, base, 5))
                    .forEach(
                            (name, tensor) -> model.parameters().get(name).set(tensor, tensor, tensor, runtime, scope));
            GradMode.backward(GradMode.recording(() -> loss(model, scope, runtime)));
            for (Map.Entry<String, Parameter> entry : model.parameters().entrySet()) {
                Parameter parameter = entry.getValue();
                double[] gradient = parameter.gradient().doubles();
                double[] values = parameter.tensor().doubles();
                for (int i : new int[] {0, values.length - 1}) {
                    double up = nudged(model, parameter, values, i, 1e-6, scope, runtime);
                    double down = nudged(model, parameter, values, i, -1e-6, scope, runtime);
                    assertThat(gradient[i]).as(entry.getKey()).isCloseTo((up - down) / 2e-6, within(1e-8));
                }
            }
        }
    }

    private static double nudged(
            DecoderModel model,
            Parameter parameter,
            double[] values,
            int index,
            double by,
            StepScope scope,
            TorchRuntime runtime) {
        double[] moved = values.clone();
        moved[index] += by;
        Tensor old = Tensor.ofDoubles(parameter.tensor().shape(), values);
        Tensor changed = Tensor.ofDoubles(old.shape(), moved);
        parameter.set(changed, changed, changed, runtime, scope);
        double loss = GradMode.without(() -> loss(model, scope, runtime)).getDouble();
        parameter.set(old, old, old, runtime, scope);
        return loss;
    }

    private static ai.djl.ndarray.NDArray loss(DecoderModel model, StepScope scope, TorchRuntime runtime) {
        runtime.reseed(new KeyedRandom(1, Purpose.DROPOUT, 1), 0);
        var batch = inputs(1).batch();
        return CrossEntropy.of(model.logits(batch, Pass.TRAINING, scope), batch, scope)
                .loss(batch.labelCount(), runtime);
    }

    private static float[] logits(DecoderModel model, Pass pass, StepScope scope) {
        return GradMode.without(() -> model.logits(inputs(1).batch(), pass, scope))
                .toFloatArray();
    }

    /** Neither factor zero. */
    private static SortedMap<String, Tensor> uneven(Map<String, Tensor> factors) {
        SortedMap<String, Tensor> changed = new TreeMap<>();
        factors.forEach((name, tensor) -> {
            KeyedRandom random = new KeyedRandom(6, Purpose.SAMPLING, DecoderWeights.keyOf(name));
            float[] values = tensor.floats();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.gaussian(i) * 0.3);
            }
            changed.put(name, Tensor.ofFloats(tensor.shape(), values));
        });
        return changed;
    }

    /** The state after step {@code last}, by way of a save and a load after step {@code k}. */
    private static EngineState after(TrainConfig config, int k, int last) {
        EngineState saved;
        try (Engine first = new DjlEngine()) {
            first.setup(Shapes.setup(config, Shapes.TINY));
            for (int step = 1; step <= k; step++) {
                first.trainStep(step, inputs(step));
            }
            saved = first.stateDict();
        }
        try (Engine second = new DjlEngine()) {
            second.setup(Shapes.setup(config, Shapes.TINY));
            second.loadStateDict(saved);
            for (int step = k + 1; step <= last; step++) {
                second.trainStep(step, inputs(step));
            }
            return second.stateDict();
        }
    }

    private static TrainConfig adapted(TrainConfig config, double dropout) {
        TrainConfig.Model model = config.model();
        TrainConfig.Lora lora = new TrainConfig.Lora(true, 3, 6, dropout, SPEC.targetModules(), false);
        return new TrainConfig(
                config.run(),
                config.data(),
                new TrainConfig.Model(
                        model.base(),
                        model.init(),
                        model.trustRemoteCode(),
                        model.useCache(),
                        model.gradientCheckpointing(),
                        lora),
                config.engine(),
                config.strategy(),
                config.preference(),
                config.ppo(),
                config.grpo(),
                config.callbacks(),
                TrainConfig.FinetuneMethod.LORA,
                config.gate());
    }
}

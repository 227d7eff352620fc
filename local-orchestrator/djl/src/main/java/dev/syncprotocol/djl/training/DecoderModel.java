package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.SharedRows;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.TokenGrid;
import dev.syncprotocol.training.WeightDigest;
import dev.syncprotocol.training.adapter.Adapter;
import dev.syncprotocol.training.model.AdapterWeights;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A Qwen3 decoder with its weights: which of them are trained, which frozen, and which a pass uses. */
final class DecoderModel implements TorchModel {
    private final Qwen3Decoder decoder;
    private final SortedMap<String, Parameter> parameters;
    private final Layers training;
    private final Layers measuring;
    private final Optional<Layers> reference;
    private final Optional<Sha256> frozen;
    private final Optional<ValueLayer> values;
    private final Activations activations;

    private DecoderModel(
            Qwen3Decoder decoder,
            SortedMap<String, Parameter> parameters,
            Layers training,
            Layers measuring,
            Optional<Layers> reference,
            Optional<Sha256> frozen,
            Optional<ValueLayer> values,
            Activations activations) {
        this.decoder = decoder;
        this.parameters = parameters;
        this.training = training;
        this.measuring = measuring;
        this.reference = reference;
        this.frozen = frozen;
        this.values = values;
        this.activations = activations;
    }

    /**
     * Every weight is trained.
     *
     * @param weights all that the shape asks for
     * @param withReference whether a frozen copy of them is kept to compare with
     */
    static DecoderModel full(
            DecoderShape shape, Map<String, Tensor> weights, boolean withReference, TorchRuntime runtime) {
        SortedMap<String, Parameter> parameters = new TreeMap<>();
        Map<List<String>, NDArray> wholes = neighbours(shape, weights, parameters, runtime);
        weights.forEach((name, tensor) -> parameters.computeIfAbsent(name, other -> Parameter.of(tensor, runtime)));
        Map<String, NDArray> values = new TreeMap<>();
        parameters.forEach((name, parameter) -> values.put(name, parameter.value()));
        Layers trained = new Layers.Plain(values, wholes);
        return new DecoderModel(
                new Qwen3Decoder(shape, runtime),
                parameters,
                trained,
                trained,
                withReference ? Optional.of(frozen(weights, runtime)) : Optional.empty(),
                withReference ? Optional.of(WeightDigest.of(weights)) : Optional.empty(),
                Optional.empty(),
                Activations.KEPT);
    }

    /** Only an adapter is trained, beside a base in 32 bits. */
    static DecoderModel adapted(
            DecoderShape shape, Map<String, Tensor> base, AdapterSpec spec, long seed, TorchRuntime runtime) {
        return adapted(shape, base, frozen(base, runtime), spec, seed, runtime);
    }

    /**
     * Only an adapter is trained; the base without it is the reference, so no second copy is needed.
     *
     * @param base the weights of the base
     * @param plain its layers, however they hold these weights
     */
    static DecoderModel adapted(
            DecoderShape shape,
            Map<String, Tensor> base,
            Layers plain,
            AdapterSpec spec,
            long seed,
            TorchRuntime runtime) {
        SortedMap<String, Parameter> adapters = parameters(AdapterWeights.fresh(spec, base, seed), runtime);
        NDArray scaling = runtime.constant(spec.scaling());
        return new DecoderModel(
                new Qwen3Decoder(shape, runtime),
                adapters,
                new LowRankLayers(plain, adapters, scaling, (float) spec.dropout()),
                new LowRankLayers(plain, adapters, scaling, 0),
                Optional.of(plain),
                Optional.of(WeightDigest.of(base)),
                Optional.empty(),
                Activations.KEPT);
    }

    /** The same model with a value head beside it, trained with the rest. */
    DecoderModel withValues(ValueLayer layer) {
        SortedMap<String, Parameter> all = new TreeMap<>(parameters);
        all.putAll(layer.parameters());
        return new DecoderModel(decoder, all, training, measuring, reference, frozen, Optional.of(layer), activations);
    }

    /**
     * Nothing is trained.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code CONFIG_INVALID} when the adapter does not fit
     */
    static DecoderModel fixed(
            DecoderShape shape, Map<String, Tensor> weights, Optional<Adapter> adapter, TorchRuntime runtime) {
        Layers plain = frozen(weights, runtime);
        Layers layers =
                adapter.map(trained -> beside(plain, trained, weights, runtime)).orElse(plain);
        return new DecoderModel(
                new Qwen3Decoder(shape, runtime),
                Collections.emptySortedMap(),
                layers,
                layers,
                Optional.of(plain),
                Optional.empty(),
                Optional.empty(),
                Activations.KEPT);
    }

    private static Layers beside(Layers plain, Adapter adapter, Map<String, Tensor> weights, TorchRuntime runtime) {
        AdapterWeights.requireFit(adapter, weights);
        return new LowRankLayers(
                plain,
                parameters(adapter.weights(), runtime),
                runtime.constant(adapter.spec().scaling()),
                0);
    }

    @Override
    public SortedMap<String, Parameter> parameters() {
        return parameters;
    }

    /** The same model, whose training passes treat their activations so. */
    DecoderModel with(Activations chosen) {
        return new DecoderModel(decoder, parameters, training, measuring, reference, frozen, values, chosen);
    }

    @Override
    public boolean recomputes() {
        return activations == Activations.RECOMPUTED;
    }

    @Override
    public NDArray hidden(TokenGrid tokens, int[] firsts, Past past, Pass pass, StepScope scope) {
        if (pass == Pass.TRAINING) {
            return decoder.trained(tokens, firsts, training, activations, scope);
        }
        return decoder.hidden(tokens, firsts, past, layers(pass), scope);
    }

    @Override
    public NDArray head(NDArray hidden, Pass pass) {
        return decoder.head(hidden, layers(pass));
    }

    @Override
    public NDArray values(NDArray hidden, Pass pass) {
        return values.orElseThrow(() -> new IllegalStateException("this model has no value head"))
                .of(hidden, pass);
    }

    @Override
    public Optional<Sha256> frozen() {
        return frozen;
    }

    private Layers layers(Pass pass) {
        return switch (pass) {
            case TRAINING -> training;
            case MEASURING -> measuring;
            case REFERENCE -> reference.orElseThrow();
        };
    }

    private static SortedMap<String, Parameter> parameters(Map<String, Tensor> weights, TorchRuntime runtime) {
        SortedMap<String, Parameter> parameters = new TreeMap<>();
        weights.forEach((name, tensor) -> parameters.put(name, Parameter.of(tensor, runtime)));
        return parameters;
    }

    /** Lays weights that a column is multiplied with together behind each other, each a parameter of its own. */
    private static Map<List<String>, NDArray> neighbours(
            DecoderShape shape, Map<String, Tensor> weights, Map<String, Parameter> parameters, TorchRuntime runtime) {
        Map<List<String>, NDArray> wholes = new HashMap<>();
        for (List<String> names : ColumnForward.neighbours(shape)) {
            SharedRows rows = SharedRows.of(names.stream().map(weights::get).toList(), runtime);
            wholes.put(names, rows.whole());
            for (int i = 0; i < names.size(); i++) {
                parameters.put(names.get(i), Parameter.over(rows.parts().get(i), runtime));
            }
        }
        return wholes;
    }

    /** Weights as they are, never trained. */
    static Layers frozen(Map<String, Tensor> weights, TorchRuntime runtime) {
        Map<String, NDArray> values = new TreeMap<>();
        weights.forEach((name, tensor) -> values.put(name, runtime.frozen(tensor)));
        return new Layers.Plain(values, Map.of());
    }
}

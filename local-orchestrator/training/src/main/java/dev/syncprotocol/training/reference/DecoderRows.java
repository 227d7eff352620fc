package dev.syncprotocol.training.reference;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.EngineSetup;
import dev.syncprotocol.training.PpoKeys;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.TrainConfig.WeightInit;
import dev.syncprotocol.training.WeightDigest;
import dev.syncprotocol.training.model.AdapterWeights;
import dev.syncprotocol.training.model.DecoderWeights;
import dev.syncprotocol.training.model.ModelWeights;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A decoder with its weights: all of them trained, or an adapter beside frozen ones.
 *
 * @param decoder the architecture
 * @param parameters what is trained
 * @param base layers without an adapter
 * @param adapter whose factors are the parameters, if one is trained
 * @param head of values, if one is trained
 * @param reference the layers the run began with, if they are kept
 * @param frozen their fingerprint
 */
record DecoderRows(
        Decoder decoder,
        SortedMap<String, Parameter> parameters,
        Layers base,
        Optional<AdapterSpec> adapter,
        Optional<ValueRow> head,
        Optional<Layers> reference,
        Optional<Sha256> frozen)
        implements RowModel {

    /** The model of a setup. */
    static DecoderRows of(EngineSetup setup) {
        DecoderShape shape = setup.model().shape();
        long seed = setup.config().run().seed();
        SortedMap<String, Tensor> weights = setup.config().model().init() == WeightInit.RANDOM
                ? DecoderWeights.random(shape, seed)
                : ModelWeights.map(setup.model());
        DecoderRows rows = AdapterSpec.of(setup.config())
                .map(spec -> adapted(new Decoder(shape), weights, spec, seed))
                .orElseGet(() -> full(new Decoder(shape), weights, setup.withReference()));
        double dropout = setup.config().ppo().map(PpoKeys::valueDropout).orElse(0.0);
        return setup.withValues() ? rows.withValues(ValueRow.fresh(shape.hiddenSize(), dropout, seed)) : rows;
    }

    private DecoderRows withValues(ValueRow values) {
        SortedMap<String, Parameter> all = new TreeMap<>(parameters);
        all.putAll(values.parameters());
        return new DecoderRows(decoder, all, base, adapter, Optional.of(values), reference, frozen);
    }

    private static DecoderRows full(Decoder decoder, Map<String, Tensor> weights, boolean withReference) {
        SortedMap<String, Parameter> trained = mapped(weights, Parameter::of);
        return new DecoderRows(
                decoder,
                trained,
                new Layers(mapped(trained, Parameter::matrix), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                withReference
                        ? Optional.of(new Layers(mapped(weights, Matrix::frozen), Optional.empty()))
                        : Optional.empty(),
                withReference ? Optional.of(WeightDigest.of(weights)) : Optional.empty());
    }

    private static DecoderRows adapted(Decoder decoder, Map<String, Tensor> weights, AdapterSpec spec, long seed) {
        Layers base = new Layers(mapped(weights, Matrix::frozen), Optional.empty());
        return new DecoderRows(
                decoder,
                mapped(AdapterWeights.fresh(spec, weights, seed), Parameter::of),
                base,
                Optional.of(spec),
                Optional.empty(),
                Optional.of(base),
                Optional.of(WeightDigest.of(weights)));
    }

    @Override
    public Output output(int[] tokens, Optional<Dropout> dropout, Tape tape) {
        Optional<Layers.LowRank> beside =
                adapter.map(spec -> new Layers.LowRank(mapped(parameters, Parameter::matrix), spec, dropout));
        Layers layers = new Layers(base.weights(), beside);
        Matrix hidden = decoder.hidden(tokens, layers, tape);
        return new Output(decoder.logits(hidden, layers, tape), head.map(values -> values.of(hidden, dropout, tape)));
    }

    @Override
    public Output referenceOutput(int[] tokens, Tape tape) {
        Layers layers = reference.orElseThrow(() -> new IllegalStateException("this run keeps no reference"));
        Matrix hidden = decoder.hidden(tokens, layers, tape);
        return new Output(decoder.logits(hidden, layers, tape), Optional.empty());
    }

    private static <A, B> SortedMap<String, B> mapped(Map<String, A> values, Function<A, B> as) {
        SortedMap<String, B> mapped = new TreeMap<>();
        values.forEach((name, value) -> mapped.put(name, as.apply(value)));
        return mapped;
    }
}

package dev.syncprotocol.training.reference;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.EngineSetup;
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
 * @param reference the layers the run began with, if they are kept
 * @param frozen their fingerprint
 */
record DecoderRows(
        Decoder decoder,
        SortedMap<String, Parameter> parameters,
        Layers base,
        Optional<AdapterSpec> adapter,
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
        return AdapterSpec.of(setup.config())
                .map(spec -> adapted(new Decoder(shape), weights, spec, seed))
                .orElseGet(() -> full(new Decoder(shape), weights, setup.withReference()));
    }

    private static DecoderRows full(Decoder decoder, Map<String, Tensor> weights, boolean withReference) {
        SortedMap<String, Parameter> trained = mapped(weights, Parameter::of);
        return new DecoderRows(
                decoder,
                trained,
                new Layers(mapped(trained, Parameter::matrix), Optional.empty()),
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
                Optional.of(base),
                Optional.of(WeightDigest.of(weights)));
    }

    @Override
    public Matrix logits(int[] tokens, Optional<Dropout> dropout, Tape tape) {
        Optional<Layers.LowRank> beside = adapter.map(spec -> new Layers.LowRank(mapped(parameters, Parameter::matrix), spec, dropout));
        return decoder.logits(tokens, new Layers(base.weights(), beside), tape);
    }

    @Override
    public Matrix referenceLogits(int[] tokens, Tape tape) {
        Layers layers =
                reference.orElseThrow(() -> new IllegalStateException("this run keeps no reference"));
        return decoder.logits(tokens, layers, tape);
    }

    private static <A, B> SortedMap<String, B> mapped(Map<String, A> values, Function<A, B> as) {
        SortedMap<String, B> mapped = new TreeMap<>();
        values.forEach((name, value) -> mapped.put(name, as.apply(value)));
        return mapped;
    }
}

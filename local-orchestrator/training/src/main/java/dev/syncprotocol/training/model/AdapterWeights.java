package dev.syncprotocol.training.model;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.adapter.Adapter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** First weights of an adapter: A drawn from the run's seed, B zero, so that a fresh adapter changes nothing. */
public final class AdapterWeights {
    private static final String WEIGHT = ".weight";
    private static final String EMBEDDING = "model.embed_tokens";

    private AdapterWeights() {}

    /**
     * Both factors of every layer the adapter names.
     *
     * @param base the frozen weights
     * @throws SyncException {@code CONFIG_INVALID} when a target names no layer
     */
    public static SortedMap<String, Tensor> fresh(AdapterSpec spec, Map<String, Tensor> base, long seed) {
        List<String> layers = layers(base);
        List<String> unmatched = spec.unmatched(layers);
        if (!unmatched.isEmpty()) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID,
                    "model.lora.target_modules: no layer of this model is named " + String.join(", ", unmatched)
                            + "; its first layers are " + layers.subList(0, Math.min(7, layers.size())));
        }
        SortedMap<String, Tensor> factors = new TreeMap<>();
        layers.stream().filter(spec::targets).forEach(layer -> {
            long[] shape = base.get(layer + WEIGHT).shape();
            factors.put(layer + AdapterSpec.DOWN, drawn(layer + AdapterSpec.DOWN, spec.r(), shape[1], seed));
            factors.put(layer + AdapterSpec.UP, zeros(shape[0], spec.r()));
        });
        return factors;
    }

    /**
     * Checks that an adapter from elsewhere belongs to these weights.
     *
     * @throws SyncException {@code CONFIG_INVALID} naming the layers that differ
     */
    public static void requireFit(Adapter adapter, Map<String, Tensor> base) {
        Map<String, Tensor> wanted = fresh(adapter.spec(), base, 0);
        Set<String> odd = new TreeSet<>(wanted.keySet());
        odd.addAll(adapter.weights().keySet());
        odd.removeIf(name -> wanted.containsKey(name)
                && adapter.weights().containsKey(name)
                && Arrays.equals(
                        wanted.get(name).shape(), adapter.weights().get(name).shape()));
        if (!odd.isEmpty()) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID,
                    "the adapter does not fit this model: "
                            + odd.stream().limit(4).toList()
                            + (odd.size() > 4 ? " and " + (odd.size() - 4) + " more" : ""));
        }
    }

    /** Linear layers by their paths: what has two dimensions and is no embedding. */
    private static List<String> layers(Map<String, Tensor> base) {
        return base.entrySet().stream()
                .filter(entry -> entry.getValue().shape().length == 2)
                .map(entry -> entry.getKey().substring(0, entry.getKey().length() - WEIGHT.length()))
                .filter(layer -> !layer.equals(EMBEDDING))
                .sorted()
                .toList();
    }

    /** {@code kaiming_uniform_(a=sqrt(5))}: uniform within {@code 1/sqrt(in)} (PEFT {@code layer.py} 332-343). */
    private static Tensor drawn(String name, int rank, long in, long seed) {
        KeyedRandom random = new KeyedRandom(seed, Purpose.INITIALISATION, DecoderWeights.keyOf(name));
        double bound = 1 / Math.sqrt(in);
        float[] values = new float[Math.toIntExact(rank * in)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.uniform(i) - 1) * bound);
        }
        return Tensor.ofFloats(new long[] {rank, in}, values);
    }

    private static Tensor zeros(long out, int rank) {
        return Tensor.ofFloats(new long[] {out, rank}, new float[Math.toIntExact(out * rank)]);
    }
}

package dev.syncprotocol.training.model;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainConfig.FinetuneMethod;
import java.util.Locale;
import java.util.Optional;

/**
 * The memory a run needs at least, in bytes: an estimate from sizes alone, before anything is loaded.
 *
 * @param weights what is computed with: 32-bit floats, or NF4 for the layers of a quantised base
 * @param training gradients and AdamW's two moments of what is trained, and a frozen copy where there must be one
 * @param activations of one micro-batch at {@code data.max_length}: an upper bound, for people; shorter rows need less
 */
public record MemoryEstimate(long weights, long training, long activations) {
    private static final long FLOAT = 4;
    private static final double GIB = 1L << 30;

    /**
     * Of a run.
     *
     * @param withReference whether its objective compares with the weights it began with
     */
    public static MemoryEstimate of(TrainConfig config, DecoderShape shape, boolean withReference) {
        Optional<AdapterSpec> adapter = AdapterSpec.of(config);
        long all = DecoderParameters.count(shape);
        long layers = DecoderParameters.shapes(shape).entrySet().stream()
                .filter(entry -> isLayer(entry.getKey(), entry.getValue()))
                .mapToLong(entry -> DecoderParameters.size(entry.getValue()))
                .sum();
        boolean quantised = adapter.isPresent() && config.finetune() == FinetuneMethod.QLORA;
        long weights = quantised ? (all - layers) * FLOAT + Nf4.bytes(layers) : all * FLOAT;
        long copies = withReference && adapter.isEmpty() ? all : 0;
        long trained = adapter.map(spec -> adapted(spec, shape)).orElse(all * 3);
        return new MemoryEstimate(weights, (trained + copies) * FLOAT, activations(config, shape));
    }

    /** Of a model that is only asked, in 32 bits. */
    public static MemoryEstimate toRun(DecoderShape shape) {
        return new MemoryEstimate(DecoderParameters.count(shape) * FLOAT, 0, 0);
    }

    /**
     * Refuses a run this machine cannot hold.
     *
     * @param machine bytes of its memory
     * @throws SyncException {@code CONFIG_INVALID} with the figures
     */
    public void requireWithin(long machine, String model) {
        if (weights + training > machine) {
            throw new SyncException(
                            ErrorCode.CONFIG_INVALID,
                            "the model " + model + " needs at least " + gib(weights + training) + " (" + gib(weights)
                                    + " weights, " + gib(training) + " gradients and optimizer) and up to "
                                    + gib(activations) + " for activations; this machine has " + gib(machine))
                    .withHint("a smaller model; model.lora.enable true trains only an adapter;"
                            + " finetune.method qlora keeps its base in 4 bits");
        }
    }

    /** Whether a parameter is the weight of a linear layer inside a block. */
    public static boolean isLayer(String name, long[] shape) {
        return shape.length == 2 && name.startsWith("model.layers.");
    }

    /** Both factors, their gradients and moments. */
    private static long adapted(AdapterSpec spec, DecoderShape shape) {
        return 4
                * DecoderParameters.shapes(shape).entrySet().stream()
                        .filter(entry ->
                                entry.getValue().length == 2 && entry.getKey().endsWith(".weight"))
                        .filter(entry -> spec.targets(
                                entry.getKey().substring(0, entry.getKey().length() - ".weight".length())))
                        .mapToLong(entry -> spec.r() * (entry.getValue()[0] + entry.getValue()[1]))
                        .sum();
    }

    /** Kept for the backward pass: about 16 widths, 5 MLP widths and 3 attention maps a block, and the logits thrice. */
    private static long activations(TrainConfig config, DecoderShape shape) {
        long tokens = (long) config.data().batchSize() * config.data().maxLength();
        long block = 16L * shape.hiddenSize()
                + 5L * shape.intermediateSize()
                + 3L * shape.heads() * config.data().maxLength();
        long blocks = config.model().gradientCheckpointing()
                ? block + (long) shape.layers() * shape.hiddenSize()
                : block * shape.layers();
        return FLOAT * tokens * (blocks + 3L * shape.vocabSize());
    }

    private static String gib(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
    }
}

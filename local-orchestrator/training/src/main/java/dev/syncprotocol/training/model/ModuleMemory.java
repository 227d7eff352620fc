package dev.syncprotocol.training.model;

import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainConfig.FinetuneMethod;
import java.util.List;
import java.util.Optional;

/**
 * What one kind of target module costs in a run, in bytes: an estimate from sizes alone, for people who cut the list (S1-9.1).
 *
 * @param module as {@code model.lora.target_modules} names it
 * @param layers how many layers of the model it matches
 * @param weights the frozen weights of these layers: 32-bit floats, or NF4
 * @param training the adapter's factors, their gradients and AdamW's two moments
 * @param activations what is kept of one micro-batch at {@code data.max_length} for these factors' gradients
 */
public record ModuleMemory(String module, int layers, long weights, long training, long activations) {
    private static final long FLOAT = 4;
    private static final int FACTORS_GRADIENTS_MOMENTS = 4;

    /** Of every target module, in the order of the config; none where no adapter is trained. */
    public static List<ModuleMemory> of(TrainConfig config, DecoderShape shape) {
        return AdapterSpec.of(config).map(AdapterSpec::targetModules).orElse(List.of()).stream()
                .map(module -> of(module, config, shape))
                .toList();
    }

    private static ModuleMemory of(String module, TrainConfig config, DecoderShape shape) {
        List<long[]> matched = DecoderParameters.shapes(shape).entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("." + module + ".weight"))
                .map(java.util.Map.Entry::getValue)
                .toList();
        long rank = config.model().lora().r();
        long tokens = (long) config.data().batchSize() * config.data().maxLength();
        // Recomputed activations are there for one layer at a time.
        long kept = config.model().gradientCheckpointing() ? Math.min(1, matched.size()) : matched.size();
        return new ModuleMemory(
                module,
                matched.size(),
                matched.stream().mapToLong(size -> weights(size, config)).sum(),
                matched.stream()
                        .mapToLong(size -> FACTORS_GRADIENTS_MOMENTS * FLOAT * rank * (size[0] + size[1]))
                        .sum(),
                kept
                        * first(matched)
                                .map(size -> FLOAT * tokens * (size[1] + rank))
                                .orElse(0L));
    }

    private static long weights(long[] size, TrainConfig config) {
        long values = size[0] * size[1];
        return config.finetune() == FinetuneMethod.QLORA ? Nf4.bytes(values) : values * FLOAT;
    }

    private static Optional<long[]> first(List<long[]> matched) {
        return matched.stream().findFirst();
    }
}

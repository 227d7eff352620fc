package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.ModelLookup;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.model.MachineMemory;
import dev.syncprotocol.training.model.MemoryEstimate;
import dev.syncprotocol.training.model.ModuleMemory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a training would need of this machine's memory, as {@code verify} tells it: in all, and for each target module of an
 * adapter. The model is looked for only to measure it; whether it must be there is asked at launch (D10).
 *
 * @param estimate in all
 * @param modules of the adapter
 */
record MemoryWords(MemoryEstimate estimate, List<ModuleMemory> modules) {
    private static final double MIB = 1 << 20;

    /** Of a config's model; empty where it is not here, or an outside trainer loads it. */
    static Optional<MemoryWords> of(TrainConfig config, Path root, Invocation in) {
        if (config.engine().process().isPresent()) {
            return Optional.empty();
        }
        try {
            ModelFolder model = new ModelLookup(
                            root, in.variable("SYNC_MODEL_DIR").map(Path::of))
                    .find(config.model().base(), TrainConfig.WeightInit.RANDOM);
            boolean reference = EngineParts.strategy(config.strategy()).comparesWithReference(config);
            return Optional.of(new MemoryWords(
                    MemoryEstimate.of(config, model.shape(), reference), ModuleMemory.of(config, model.shape())));
        } catch (SyncException notHere) {
            // A config may be verified on another machine than it runs on.
            return Optional.empty();
        }
    }

    ObjectNode tree() {
        ObjectNode tree = SyncJson.object()
                .put("weights", estimate.weights())
                .put("training", estimate.training())
                .put("activations", estimate.activations())
                .put("machine", MachineMemory.bytes());
        for (ModuleMemory module : modules) {
            tree.withArray("modules")
                    .addObject()
                    .put("module", module.module())
                    .put("layers", module.layers())
                    .put("weights", module.weights())
                    .put("training", module.training())
                    .put("activations", module.activations());
        }
        return tree;
    }

    void tell(Words words) {
        words.wrapped(
                "  memory: ",
                "about " + mib(estimate.weights()) + " weights, " + mib(estimate.training())
                        + " gradients and optimizer, up to " + mib(estimate.activations())
                        + " activations; this machine has "
                        + mib(MachineMemory.bytes()));
        for (ModuleMemory module : modules) {
            words.line(String.format(
                    Locale.ROOT,
                    "    %-10s %3d layers  %9s weights %9s training %9s act.",
                    module.module(),
                    module.layers(),
                    mib(module.weights()),
                    mib(module.training()),
                    mib(module.activations())));
        }
    }

    /** What to change where it does not fit; empty where it does. */
    Optional<String> advice() {
        long needed = estimate.weights() + estimate.training() + estimate.activations();
        return needed <= MachineMemory.bytes()
                ? Optional.empty()
                : Optional.of("this machine may be too small: a shorter data.max_length, fewer target_modules, "
                        + "finetune.method qlora, or a smaller model");
    }

    private static String mib(long bytes) {
        double size = bytes / MIB;
        return size < 1024
                ? String.format(Locale.ROOT, "%.1f MiB", size)
                : String.format(Locale.ROOT, "%.1f GiB", size / 1024);
    }
}

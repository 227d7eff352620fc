package dev.syncprotocol.training.model;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.ModelLookup;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainConfig.WeightInit;
import dev.syncprotocol.training.adapter.Adapter;
import dev.syncprotocol.training.checkpoint.TrainedWeights;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model that can be computed with: a folder's, or what a run made of one.
 *
 * @param model the folder, its weights those to use
 * @param adapter the folder of an adapter beside them, in PEFT's form
 */
public record TrainedModel(ModelFolder model, Optional<Path> adapter) {

    /** A pretrained model by its name, as {@code model.base} names it. */
    public static TrainedModel pretrained(String base, ModelLookup lookup) {
        return new TrainedModel(lookup.find(base, WeightInit.WEIGHTS), Optional.empty());
    }

    /**
     * What a run made of its base.
     *
     * @throws SyncException {@code CONFIG_INVALID} when the base is not there, or an adapter's base was drawn at random
     *     and never saved
     */
    public static TrainedModel of(TrainedWeights trained, ModelLookup lookup) {
        TrainConfig.Model wanted = trained.config().model();
        if (trained.adapter().isEmpty()) {
            ModelFolder base = lookup.find(wanted.base(), WeightInit.RANDOM);
            return new TrainedModel(
                    new ModelFolder(base.folder(), base.shape(), Optional.of(trained.modelFile())), Optional.empty());
        }
        if (wanted.init() == WeightInit.RANDOM) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID,
                    trained.folder()
                            + " is an adapter beside weights that were drawn from run.seed; no file holds them");
        }
        return new TrainedModel(lookup.find(wanted.base(), WeightInit.WEIGHTS), Optional.of(trained.adapterFolder()));
    }

    /** The adapter, read. */
    public Optional<Adapter> readAdapter() {
        return adapter.map(Adapter::read);
    }
}

package dev.syncprotocol.training.model;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.ModelLookup;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainConfig.WeightInit;
import dev.syncprotocol.training.WeightDigest;
import dev.syncprotocol.training.adapter.Adapter;
import dev.syncprotocol.training.checkpoint.TrainedWeights;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * A model that can be computed with: a folder's, or what a run made of one.
 *
 * @param model the folder, its weights those to use
 * @param adapter the folder of an adapter beside them, in PEFT's form
 * @param drawnFrom the seed its weights are drawn from where no file holds them
 */
public record TrainedModel(ModelFolder model, Optional<Path> adapter, OptionalLong drawnFrom) {
    /** A model whose weights are in files. */
    public TrainedModel(ModelFolder model, Optional<Path> adapter) {
        this(model, adapter, OptionalLong.empty());
    }

    /** A pretrained model by its name, as {@code model.base} names it. */
    public static TrainedModel pretrained(String base, ModelLookup lookup) {
        return new TrainedModel(lookup.find(base, WeightInit.WEIGHTS), Optional.empty());
    }

    /**
     * What a run made of its base.
     *
     * @throws SyncException {@code CONFIG_INVALID} when the base is not there, or the weights drawn for an adapter's base
     *     are not the ones it was trained beside
     */
    public static TrainedModel of(TrainedWeights trained, ModelLookup lookup) {
        TrainConfig.Model wanted = trained.config().model();
        if (trained.adapter().isEmpty()) {
            ModelFolder base = lookup.find(wanted.base(), WeightInit.RANDOM);
            return new TrainedModel(
                    new ModelFolder(base.folder(), base.shape(), Optional.of(trained.modelFile())), Optional.empty());
        }
        if (wanted.init() == WeightInit.RANDOM) {
            return drawn(trained, lookup.find(wanted.base(), WeightInit.RANDOM));
        }
        return new TrainedModel(lookup.find(wanted.base(), WeightInit.WEIGHTS), Optional.of(trained.adapterFolder()));
    }

    /** A base that was drawn is drawn again: the same seed and shape give the same bits, which is checked. */
    private static TrainedModel drawn(TrainedWeights trained, ModelFolder base) {
        long seed = trained.config().run().seed();
        Sha256 found = WeightDigest.of(DecoderWeights.random(base.shape(), seed));
        trained.frozen().filter(recorded -> !recorded.equals(found)).ifPresent(recorded -> {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID,
                    trained.folder() + " was trained beside the weights " + recorded.abbreviated() + "; "
                            + base.folder() + " and seed " + seed + " give " + found.abbreviated());
        });
        return new TrainedModel(base, Optional.of(trained.adapterFolder()), OptionalLong.of(seed));
    }

    /** Every weight by its name: mapped from the files, or drawn. */
    public SortedMap<String, Tensor> weights() {
        return drawnFrom.isPresent()
                ? DecoderWeights.random(model.shape(), drawnFrom.getAsLong())
                : ModelWeights.map(model);
    }

    /** The adapter, read. */
    public Optional<Adapter> readAdapter() {
        return adapter.map(Adapter::read);
    }
}

package dev.syncprotocol.training.checkpoint;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainConfigReader;
import dev.syncprotocol.training.checkpoint.CheckpointManifest.DamagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a checkpoint holds of a model, without the optimizer: to generate with and to hand on.
 *
 * @param folder the checkpoint, verified
 * @param step the step it was taken after
 * @param config of the run
 * @param adapter what the weights are where only an adapter was trained; empty = all weights of the model
 * @param frozen fingerprint of the weights it was trained beside, by {@code WeightDigest}
 */
public record TrainedWeights(
        Path folder, long step, TrainConfig config, Optional<AdapterSpec> adapter, Optional<Sha256> frozen) {
    private static final String CONFIG = "config_effective.yaml";

    /**
     * Opens a checkpoint after recomputing every digest (CK-3).
     *
     * @throws SyncException {@code CHECKPOINT_MISSING} when there is no such folder; {@code CHECKPOINT_DAMAGED} naming the
     *     file that differs
     */
    public static TrainedWeights open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new SyncException(ErrorCode.CHECKPOINT_MISSING, "no checkpoint " + folder);
        }
        try {
            Path real = folder.toRealPath();
            CheckpointManifest manifest = CheckpointManifest.verify(real);
            byte[] config = Files.readAllBytes(real.resolve(CONFIG));
            return new TrainedWeights(
                    real,
                    manifest.step(),
                    TrainConfigReader.readDocument(config, real.resolve(CONFIG).toString())
                            .config(),
                    WeightFiles.readAdapter(real),
                    CheckpointFiles.readFrozen(real));
        } catch (DamagedFile e) {
            throw new CheckpointDamaged(e.file(), e.getMessage(), Optional.empty());
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, folder + ": " + e.getMessage(), e);
        }
    }

    /** The folder in PEFT's form, of an adapter. */
    public Path adapterFolder() {
        return folder.resolve(WeightFiles.PEFT_FOLDER);
    }

    /** The file with all weights, of a model. */
    public Path modelFile() {
        return folder.resolve(WeightFiles.MODEL);
    }
}

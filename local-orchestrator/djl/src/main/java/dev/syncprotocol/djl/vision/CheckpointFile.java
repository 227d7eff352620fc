package dev.syncprotocol.djl.vision;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A checkpoint: {@code model_epoch_EEE_step_SSSSS.safetensors} with its structure in the metadata (specification §12.2).
 *
 * @param structure what the numbers are for
 * @param tensors the numbers by name
 */
record CheckpointFile(Structure structure, Map<String, Tensor> tensors) {

    /** Where in a training a checkpoint was made. */
    record Place(int epoch, long step, OptionalDouble validationLoss) {
        String fileName() {
            return "model_epoch_%03d_step_%05d.safetensors".formatted(epoch, step);
        }
    }

    /**
     * Writes under a temporary name, then moves in place.
     *
     * @param specDigest SHA-256 of the specification that was trained
     * @return the file
     */
    static Path write(
            Path folder, Place place, Structure structure, String specDigest, SortedMap<String, Tensor> tensors)
            throws IOException {
        SortedMap<String, String> metadata = new TreeMap<>(structure.words());
        metadata.put("format", "pt");
        metadata.put(Structure.DIGEST_KEY, structure.digest());
        metadata.put("spec_sha256", specDigest);
        metadata.put("epoch", String.valueOf(place.epoch()));
        metadata.put("step", String.valueOf(place.step()));
        place.validationLoss().ifPresent(loss -> metadata.put("val_loss", String.valueOf(loss)));
        Path file = folder.resolve(place.fileName());
        Path unfinished = folder.resolve(place.fileName() + ".tmp");
        new SafeTensors(tensors, metadata).write(unfinished);
        return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads and checks what can be checked without a specification.
     *
     * @throws SyncException {@code checkpoint_missing}, {@code checkpoint_damaged}; {@code encoder_mismatch} never: see {@link #requireFor}
     */
    static CheckpointFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new SyncException(ErrorCode.CHECKPOINT_MISSING, file + " is not there");
        }
        try {
            SafeTensors read = SafeTensors.read(file);
            return new CheckpointFile(structure(file, read.metadata()), read.tensors());
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Refuses to score with weights made for another structure.
     *
     * @throws SyncException {@code config_invalid} naming the first difference
     */
    void requireFor(Structure wanted, Path file) {
        SortedMap<String, String> expected = wanted.words();
        structure.words().forEach((name, found) -> {
            if (!found.equals(expected.get(name))) {
                throw new SyncException(
                        ErrorCode.CONFIG_INVALID,
                        file + " was made with " + name + " " + found + ", the specification says " + expected.get(name)
                                + "; its scores would be wrong");
            }
        });
    }

    private static Structure structure(Path file, Map<String, String> metadata) {
        if (!Structure.ARCHITECTURE.equals(metadata.get(Structure.ARCHITECTURE_KEY))) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID,
                    file + " holds architecture " + metadata.getOrDefault(Structure.ARCHITECTURE_KEY, "unknown")
                            + ", this engine reads " + Structure.ARCHITECTURE);
        }
        try {
            Structure structure = Structure.of(metadata);
            if (structure.digest().equals(metadata.get(Structure.DIGEST_KEY))) {
                return structure;
            }
        } catch (IllegalArgumentException e) {
            throw damaged(file);
        }
        throw damaged(file);
    }

    private static SyncException damaged(Path file) {
        return new SyncException(
                ErrorCode.CHECKPOINT_DAMAGED, file + " has metadata that do not match their " + Structure.DIGEST_KEY);
    }
}

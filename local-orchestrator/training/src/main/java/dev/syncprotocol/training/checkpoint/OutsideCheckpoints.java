package dev.syncprotocol.training.checkpoint;

import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.AtomicFile;
import dev.syncprotocol.runs.Timestamp;
import dev.syncprotocol.training.EffectiveConfig;
import dev.syncprotocol.training.checkpoint.CheckpointManifest.DamagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of an outside trainer: folders it writes in its own form and in its own time. Recording one adds the
 * effective config and {@code MANIFEST.json} to the folder and a line to {@code reports/ckpt_manifest.jsonl}; from then on
 * it is verified like one of ours (CK-3, CK-8). Nothing of the trainer's is changed or removed.
 *
 * @param workspace the folder the manifest's paths are relative to
 * @param outputDir {@code run.output_dir}
 * @param name of a checkpoint folder; group 1 is the step
 * @param clock for the times in the manifest
 */
public record OutsideCheckpoints(Path workspace, RepoPath outputDir, Pattern name, Clock clock) {
    /** Every folder with such a name, by rising step; whether it is complete only its trainer knows. */
    public List<Path> all() {
        Path folder = folder();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> name.matcher(nameOf(entry)).matches())
                    .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.comparingLong(this::stepOf))
                    .toList();
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /** The step in a folder's name. */
    public long stepOf(Path folder) {
        Matcher matcher = name.matcher(nameOf(folder));
        if (!matcher.matches()) {
            throw new SyncException(
                    ErrorCode.CHECKPOINT_MISSING, folder + " is no checkpoint of this trainer: its name has no step");
        }
        return Long.parseLong(matcher.group(1));
    }

    /** Whether it was recorded. */
    public boolean isRecorded(Path folder) {
        return Files.isRegularFile(folder.resolve(CheckpointManifest.NAME));
    }

    /** The newest recorded checkpoint. */
    public Optional<Path> latest() {
        return new LatestLink(folder()).target();
    }

    /** A folder's path as reports write it. */
    public String pathOf(Path folder) {
        return outputDir.value() + "/" + nameOf(folder);
    }

    /**
     * Records a complete checkpoint by the digests of its files, and points {@code latest} to it.
     *
     * @return digest of its manifest
     */
    public Sha256 record(Path folder, EffectiveConfig config) {
        try {
            Optional<Sha256> parent = latest().map(CheckpointStore::sealOf);
            AtomicFile.writeForced(folder.resolve(CheckpointFiles.CONFIG), config.bytes());
            CheckpointManifest manifest = CheckpointManifest.seal(folder, stepOf(folder), config.sha256(), parent);
            AtomicFile.forceFolder(folder);
            new ManifestChain(workspace).append(clock.instant(), pathOf(folder), manifest);
            new LatestLink(folder()).pointTo(nameOf(folder));
            return manifest.sha256();
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /**
     * The effective config a recorded checkpoint was made with, after every digest was recomputed.
     *
     * @throws CheckpointDamaged naming the file that differs and the newest older checkpoint that verifies
     * @throws SyncException {@link ErrorCode#CHECKPOINT_MISSING} when the folder was never recorded
     */
    public EffectiveConfig verified(Path folder) {
        if (!isRecorded(folder)) {
            throw new SyncException(
                            ErrorCode.CHECKPOINT_MISSING, folder + " was never recorded: it may be half-written")
                    .withHint("an older one is named in " + ManifestChain.PATH);
        }
        try {
            verify(folder);
            return new EffectiveConfig(Files.readString(folder.resolve(CheckpointFiles.CONFIG)));
        } catch (DamagedFile e) {
            throw new CheckpointDamaged(e.file(), e.getMessage(), newestGoodBefore(folder));
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /**
     * Moves the checkpoints after a step out of the way of the run that does those steps again; {@code latest} leads to
     * that step's.
     *
     * @return the folder they are in now; empty when there were none
     */
    public Optional<Path> cutAfter(Path folder) {
        List<Path> later =
                all().stream().filter(other -> stepOf(other) > stepOf(folder)).toList();
        try {
            if (!later.isEmpty()) {
                new LatestLink(folder()).pointTo(nameOf(folder));
                return Optional.of(aside(later));
            }
            return Optional.empty();
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private Path aside(List<Path> later) throws IOException {
        Path target = Timestamp.freePath(folder().getParent(), nameOf(folder()) + ".cut_", clock.instant(), "");
        Files.createDirectory(target);
        for (Path folder : later) {
            Files.move(folder, target.resolve(nameOf(folder)));
        }
        return target;
    }

    private void verify(Path folder) throws IOException, DamagedFile {
        Sha256 found = CheckpointManifest.verify(folder).sha256();
        Optional<Sha256> recorded = new ManifestChain(workspace).recorded(pathOf(folder));
        if (recorded.isPresent() && !recorded.get().equals(found)) {
            throw new DamagedFile(folder.resolve(CheckpointManifest.NAME), "differs from " + ManifestChain.PATH);
        }
    }

    private Optional<Path> newestGoodBefore(Path damaged) {
        return all().stream()
                .filter(folder -> stepOf(folder) < stepOf(damaged) && verifies(folder))
                .reduce((older, newer) -> newer);
    }

    private boolean verifies(Path folder) {
        try {
            verify(folder);
            return true;
        } catch (DamagedFile | IOException e) {
            // The question is only whether it verifies; the caller goes on to the next one.
            return false;
        }
    }

    private Path folder() {
        return outputDir.below(workspace);
    }

    private static String nameOf(Path path) {
        return path.getFileName().toString();
    }

    private static SyncException failed(Path path, IOException e) {
        return new SyncException(ErrorCode.IO, path + ": " + e.getMessage(), e);
    }
}

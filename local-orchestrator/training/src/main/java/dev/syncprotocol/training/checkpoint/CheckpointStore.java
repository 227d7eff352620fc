package dev.syncprotocol.training.checkpoint;

import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.AtomicFile;
import dev.syncprotocol.training.checkpoint.CheckpointManifest.DamagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of one output folder: written atomically, verified before they are read back, thinned only after the
 * new one is safe (training.md section 10.2). Whoever writes holds the {@link OutputLock}.
 */
public final class CheckpointStore {
    private static final Pattern NAME = Pattern.compile("step_([0-9]{5,})");
    private static final Pattern SEED = Pattern.compile("seed_-?[0-9]+");
    /** Begins the name of a folder that the next holder of the lock sweeps away. */
    public static final String TRASH = ".trash-";

    private final Path workspace;
    private final RepoPath outputDir;
    private final Clock clock;
    private final Consumer<SavePoint> passed;

    /**
     * The store of a workspace's output folder.
     *
     * @param outputDir {@code run.output_dir}
     * @param clock for the times in {@code reports/ckpt_manifest.jsonl}
     */
    public CheckpointStore(Path workspace, RepoPath outputDir, Clock clock) {
        this(workspace, outputDir, clock, point -> {});
    }

    CheckpointStore(Path workspace, RepoPath outputDir, Clock clock, Consumer<SavePoint> passed) {
        this.workspace = workspace;
        this.outputDir = outputDir;
        this.clock = clock;
        this.passed = passed;
    }

    /**
     * Which checkpoints a save may remove.
     *
     * @param keepLast how many of the newest stay; 0 keeps all (D16)
     * @param resumedFrom never removed
     */
    public record Retention(int keepLast, Optional<Path> resumedFrom) {}

    /**
     * Saves a checkpoint (CK-2): files, manifest, rename, {@code latest}, chain; then thins (CK-4).
     *
     * @return the folder {@code step_XXXXX}
     */
    public Path save(Checkpoint checkpoint, Retention retention) {
        try {
            Path folder = write(checkpoint);
            thin(retention, folder);
            passed.accept(SavePoint.AFTER);
            return folder;
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, "checkpoint of step " + checkpoint.step() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a checkpoint back after recomputing every digest (CK-3).
     *
     * @throws CheckpointDamaged naming the file that differs and the newest older checkpoint that verifies
     */
    public Checkpoint load(Path folder) {
        try {
            Path real = folder.toRealPath();
            verified(real);
            return CheckpointFiles.read(real);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, folder + ": " + e.getMessage(), e);
        }
    }

    /** The folder {@code latest} points to, or empty. */
    public Optional<Path> latest() {
        return new LatestLink(folder()).target();
    }

    /** Every complete checkpoint's folder, by rising step; numbers decide, never names (D18). */
    public List<Path> all() {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder())) {
            return entries.filter(entry -> NAME.matcher(name(entry)).matches())
                    .sorted(Comparator.comparingLong(CheckpointStore::stepOf))
                    .toList();
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, folder() + ": " + e.getMessage(), e);
        }
    }

    /** Removes what a killed writer left, half-written and half-deleted folders: whoever holds the lock may. */
    public void sweep(OutputLock held) throws IOException {
        held.requireHeld();
        sweep();
    }

    private void sweep() throws IOException {
        if (!Files.isDirectory(folder())) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder())) {
            for (Path entry : entries.filter(CheckpointStore::isLeftOver).toList()) {
                deleteTree(entry);
            }
        }
    }

    /** A folder's path as reports write it: relative to the workspace, {@code /} between segments. */
    public String nameOf(Path folder) {
        return resolved(workspace).relativize(resolved(folder)).toString().replace('\\', '/');
    }

    /** Digest of a checkpoint's manifest, which names every file of it. */
    public static Sha256 sealOf(Path folder) {
        try {
            return Sha256.ofFile(folder.resolve(CheckpointManifest.NAME));
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, folder + ": " + e.getMessage(), e);
        }
    }

    /** The step in a checkpoint folder's name. */
    public static long stepOf(Path folder) {
        Matcher matcher = NAME.matcher(name(folder));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(folder + " is no checkpoint folder");
        }
        return Long.parseLong(matcher.group(1));
    }

    private Path write(Checkpoint checkpoint) throws IOException {
        passed.accept(SavePoint.BEFORE);
        String name = String.format("step_%05d", checkpoint.step());
        Path temporary = folder().resolve(name + ".tmp-" + pid());
        Optional<Sha256> parent = parentOf(checkpoint.step());
        deleteTree(temporary);
        Files.createDirectories(temporary);
        CheckpointFiles.write(temporary, checkpoint);
        passed.accept(SavePoint.FILES_WRITTEN);
        CheckpointManifest manifest = CheckpointManifest.seal(temporary, checkpoint, parent);
        AtomicFile.forceFolder(temporary);
        passed.accept(SavePoint.MANIFEST_WRITTEN);
        Path target = folder().resolve(name);
        stepLatestBackFrom(target);
        moveAway(target);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.forceFolder(folder());
        passed.accept(SavePoint.RENAMED);
        // Before latest: a checkpoint that latest points to is one the chain knows.
        new ManifestChain(workspace).append(clock.instant(), nameOf(target), manifest);
        passed.accept(SavePoint.CHAINED);
        pointLatestTo(name);
        passed.accept(SavePoint.LATEST_REPLACED);
        return target;
    }

    /** The manifest of the newest checkpoint before this step, as the link back. */
    private Optional<Sha256> parentOf(long step) throws IOException {
        List<Path> before =
                all().stream().filter(folder -> stepOf(folder) < step).toList();
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Path manifest = before.get(before.size() - 1).resolve(CheckpointManifest.NAME);
        return Files.exists(manifest) ? Optional.of(Sha256.ofFile(manifest)) : Optional.empty();
    }

    /** A step saved again (resumed from an older one) replaces its folder; {@code latest} must not dangle meanwhile. */
    private void stepLatestBackFrom(Path target) throws IOException {
        if (Files.exists(target) && latest().filter(link -> same(link, target)).isPresent()) {
            List<Path> before = all().stream()
                    .filter(folder -> stepOf(folder) < stepOf(target))
                    .toList();
            if (!before.isEmpty()) {
                pointLatestTo(name(before.get(before.size() - 1)));
            }
        }
    }

    private void pointLatestTo(String name) throws IOException {
        new LatestLink(folder()).pointTo(name);
        if (SEED.matcher(name(folder())).matches()) {
            // Of several seeds, the folder of all leads to the one in progress (D13).
            new LatestLink(folder().toAbsolutePath().getParent()).pointTo(name(folder()) + "/" + LatestLink.NAME);
        }
    }

    private void thin(Retention retention, Path newest) throws IOException {
        List<Path> all = all();
        int surplus = retention.keepLast() == 0 ? 0 : Math.max(0, all.size() - retention.keepLast());
        for (Path folder : all.subList(0, surplus)) {
            boolean source =
                    retention.resumedFrom().filter(from -> same(from, folder)).isPresent();
            if (!source && !same(folder, newest)) {
                moveAway(folder);
            }
        }
        sweep();
    }

    /** Deletion is a rename first: a folder is either whole or in the trash. */
    private void moveAway(Path folder) throws IOException {
        if (Files.exists(folder)) {
            Path trash = folder().resolve(TRASH + name(folder) + "-" + pid());
            deleteTree(trash);
            Files.move(folder, trash, StandardCopyOption.ATOMIC_MOVE);
            passed.accept(SavePoint.TRASHED);
        }
    }

    private void verified(Path folder) throws IOException {
        try {
            verify(folder);
        } catch (DamagedFile e) {
            throw new CheckpointDamaged(e.file(), e.getMessage(), newestGoodBefore(folder));
        }
    }

    private Optional<Path> newestGoodBefore(Path damaged) throws IOException {
        Optional<Path> good = Optional.empty();
        for (Path folder : all()) {
            if (stepOf(folder) < stepOf(damaged) && verifies(folder)) {
                good = Optional.of(folder);
            }
        }
        return good;
    }

    /** The files are what the manifest says, and the manifest is the one the chain recorded for this folder. */
    private void verify(Path folder) throws IOException, DamagedFile {
        Sha256 found = CheckpointManifest.verify(folder).sha256();
        Optional<Sha256> recorded = new ManifestChain(workspace).recorded(nameOf(folder));
        if (recorded.isPresent() && !recorded.get().equals(found)) {
            throw new DamagedFile(folder.resolve(CheckpointManifest.NAME), "differs from " + ManifestChain.PATH);
        }
    }

    private boolean verifies(Path folder) throws IOException {
        try {
            verify(folder);
            return true;
        } catch (DamagedFile e) {
            // The question is only whether it verifies; the caller goes on to the next one.
            return false;
        }
    }

    private Path folder() {
        return outputDir.below(workspace);
    }

    private static Path resolved(Path link) {
        try {
            return link.toRealPath();
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, link + ": " + e.getMessage(), e);
        }
    }

    private static boolean same(Path a, Path b) {
        return name(a).equals(name(b)) && resolved(a).equals(resolved(b));
    }

    private static boolean isLeftOver(Path entry) {
        return name(entry).startsWith(TRASH) || name(entry).matches("(step_[0-9]+|latest)\\.tmp-[0-9]+");
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

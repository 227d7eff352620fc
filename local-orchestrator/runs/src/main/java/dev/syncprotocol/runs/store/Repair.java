package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Three witnesses of every file of a final run: the manifest, SHA256SUMS and the mirror. A file is put right only when
 * exactly one side is bad; when two are, nothing of the run is written (run-store.md section 13). Each file is replaced
 * in one move, so a repair that was killed is simply called again.
 */
final class Repair {
    private final RunFolder run;
    private final Mirror mirror;
    private final List<Fix> fixes = new ArrayList<>();
    private final List<Finding> hopeless = new ArrayList<>();

    /**
     * A file to put right.
     *
     * @param path below the run, or below the mirror's copy of it
     * @param target the bad file
     * @param source a good one, empty where the content is known from the manifest
     * @param content the good bytes where there is no source
     * @param bad digest of what is there, empty where nothing is
     * @param good the digest it shall have
     * @param from {@code mirror}, {@code run} or {@code manifest}
     */
    record Fix(
            String path,
            Path target,
            Optional<Path> source,
            byte[] content,
            Optional<Sha256> bad,
            Sha256 good,
            String from) {
        static Fix copy(String path, Path target, Path source, Sha256 good, String from) throws IOException {
            return new Fix(path, target, Optional.of(source), new byte[0], digest(target), good, from);
        }

        List<String> cells(String at, String id) {
            return List.of(at, id, path, bad.map(Sha256::hex).orElse(""), good.hex(), from);
        }
    }

    private Repair(RunFolder run, Mirror mirror) {
        this.run = run;
        this.mirror = mirror;
    }

    /**
     * What has to be done; empty when nothing is bad.
     *
     * @throws RunDamaged when two sides of a file are bad
     */
    static List<Fix> plan(RunFolder run, Mirror mirror) throws IOException {
        Repair repair = new Repair(run, mirror);
        repair.look();
        if (!repair.hopeless.isEmpty()) {
            throw new RunDamaged(run.name() + " cannot be repaired, nothing was written", repair.hopeless);
        }
        return repair.fixes;
    }

    /** Carries the plan out; bad bytes are kept aside first. */
    static void apply(StoreFiles files, RunFolder run, List<Fix> fixes, Path quarantine, ChainedCsv log, Instant now)
            throws IOException {
        for (Fix fix : fixes) {
            if (fix.bad().isPresent()) {
                files.folders(quarantine);
                Path aside = free(quarantine, fix.path().replace('/', '_'));
                files.publishCopy(fix.target(), aside, fix.bad().get());
            }
            files.folders(fix.target().getParent());
            if (fix.source().isPresent()) {
                files.replaceCopy(fix.source().get(), fix.target(), fix.good());
            } else {
                files.replace(fix.target(), fix.content());
            }
            log.append(List.of(fix.cells(now.toString(), run.name())), now);
        }
    }

    private void look() throws IOException {
        Optional<RunManifest> manifest = manifest();
        if (manifest.isEmpty()) {
            manifestFromMirror();
            return;
        }
        RunContent content = manifest.get().ended().content();
        byte[] sums = content.sums(Sha256.ofFile(run.at(RunFolder.MANIFEST)));
        boolean sumsAgree = Files.isRegularFile(run.at(RunFolder.SUMS))
                && Arrays.equals(Files.readAllBytes(run.at(RunFolder.SUMS)), sums);
        if (!sumsAgree) {
            sumsFromManifest(content, sums);
            return;
        }
        for (RunFile file : content.files()) {
            file(file.path(), file.sha256());
        }
        file(RunFolder.MANIFEST, Sha256.ofFile(run.at(RunFolder.MANIFEST)));
        file(RunFolder.SUMS, Sha256.of(sums));
    }

    private Optional<RunManifest> manifest() throws IOException {
        try {
            Path file = run.at(RunFolder.MANIFEST);
            Optional<RunManifest> found =
                    Files.isRegularFile(file) ? Optional.of(RunManifest.read(file)) : Optional.empty();
            found.ifPresent(RunManifest::ended);
            return found;
        } catch (SyncException unreadable) {
            if (unreadable.code() != ErrorCode.MANIFEST_INVALID) {
                throw unreadable;
            }
            return Optional.empty();
        }
    }

    /** The manifest is one bad side; SHA256SUMS, every file and the mirror's manifest must then agree. */
    private void manifestFromMirror() throws IOException {
        Map<String, Sha256> sums =
                Files.isRegularFile(run.at(RunFolder.SUMS)) ? SumsLine.read(run.at(RunFolder.SUMS)) : Map.of();
        Sha256 expected = sums.get(RunFolder.MANIFEST);
        Optional<Path> copy = copyOf(RunFolder.MANIFEST);
        if (expected == null || copy.isEmpty() || !Sha256.ofFile(copy.get()).equals(expected)) {
            lost(
                    RunFolder.MANIFEST,
                    "the manifest is damaged, and SHA256SUMS and the mirror do not both know a good one");
            return;
        }
        for (Map.Entry<String, Sha256> line : sums.entrySet()) {
            if (!line.getKey().equals(RunFolder.MANIFEST)
                    && !digest(run.at(line.getKey())).equals(Optional.of(line.getValue()))) {
                lost(line.getKey(), "is damaged as well as the manifest");
            }
        }
        fixes.add(Fix.copy(RunFolder.MANIFEST, run.at(RunFolder.MANIFEST), copy.get(), expected, "mirror"));
    }

    /** SHA256SUMS is one bad side; every file must be as the manifest says, and so must the manifest's registered digest. */
    private void sumsFromManifest(RunContent content, byte[] sums) throws IOException {
        for (RunFile file : content.files()) {
            if (!digest(run.at(file.path())).equals(Optional.of(file.sha256()))) {
                lost(file.path(), "is damaged as well as SHA256SUMS");
            }
        }
        Optional<Path> copy = copyOf(RunFolder.MANIFEST);
        if (copy.isPresent() && !Sha256.ofFile(copy.get()).equals(Sha256.ofFile(run.at(RunFolder.MANIFEST)))) {
            lost(RunFolder.MANIFEST, "differs from SHA256SUMS and from the mirror");
        }
        Path target = run.at(RunFolder.SUMS);
        fixes.add(new Fix(RunFolder.SUMS, target, Optional.empty(), sums, digest(target), Sha256.of(sums), "manifest"));
    }

    /** Manifest and SHA256SUMS agree on the digest: the file or its copy may be bad, not both. */
    private void file(String path, Sha256 expected) throws IOException {
        boolean here = digest(run.at(path)).equals(Optional.of(expected));
        Optional<Path> copy = copyOf(path);
        boolean there = copy.isPresent() && Sha256.ofFile(copy.get()).equals(expected);
        if (here && copy.isPresent() && !there) {
            fixes.add(Fix.copy("mirror/" + path, copy.get(), run.at(path), expected, "run"));
        } else if (!here && there) {
            fixes.add(Fix.copy(path, run.at(path), copy.get(), expected, "mirror"));
        } else if (!here) {
            lost(path, copy.isPresent() ? "is damaged, and so is its copy" : "is damaged, and the mirror has no copy");
        }
    }

    private Optional<Path> copyOf(String path) {
        return mirror.copyOf("runs/" + run.name() + "/" + path);
    }

    private void lost(String path, String what) {
        hopeless.add(Finding.of(ErrorCode.DIGEST_MISMATCH, path, what));
    }

    private static Optional<Sha256> digest(Path file) throws IOException {
        return Files.isRegularFile(file) ? Optional.of(Sha256.ofFile(file)) : Optional.empty();
    }

    private static Path free(Path folder, String name) {
        Path free = folder.resolve(name);
        for (int n = 2; Files.exists(free); n++) {
            free = folder.resolve(name + "." + n);
        }
        return free;
    }
}

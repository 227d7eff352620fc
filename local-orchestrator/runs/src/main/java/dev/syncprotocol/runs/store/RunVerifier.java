package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares a final run with its manifest (run-store.md section 11). Reads only. */
final class RunVerifier {
    private final RunFolder run;
    private final List<Finding> findings = new ArrayList<>();
    private long bytes;

    private RunVerifier(RunFolder run) {
        this.run = run;
    }

    /**
     * Looks at a run.
     *
     * @throws SyncException {@link ErrorCode#RUN_OPEN} when it is not final
     */
    static RunCheck check(RunFolder run, RunCheck.Level level) throws IOException {
        return new RunVerifier(run).check(level, Optional.empty());
    }

    /** Looks at the structure of a run and at one part of its contents. */
    static RunCheck check(RunFolder run, RunCheck.Part part) throws IOException {
        return new RunVerifier(run).check(RunCheck.Level.FULL, Optional.of(part));
    }

    private RunCheck check(RunCheck.Level level, Optional<RunCheck.Part> part) throws IOException {
        Optional<RunManifest> manifest = manifest();
        if (manifest.isEmpty()) {
            return new RunCheck(run.name(), level, 0, 0, findings, part);
        }
        RunManifest.End end = manifest.get().ended();
        structure(end);
        List<RunFile> all = end.content().files();
        List<RunFile> chosen = part.map(some -> some.of(all)).orElse(all);
        if (level == RunCheck.Level.FULL) {
            contents(chosen);
            if (findings.isEmpty() && part.isEmpty()) {
                meaning(end);
            }
        }
        return new RunCheck(run.name(), level, chosen.size(), bytes, findings, part);
    }

    private Optional<RunManifest> manifest() throws IOException {
        Path file = run.at(RunFolder.MANIFEST);
        if (!Files.isRegularFile(file)) {
            if (!Files.isDirectory(run.path()) || !Files.exists(run.at(RunFolder.SUMS))) {
                throw new SyncException(ErrorCode.RUN_OPEN, run.name() + " has no manifest: it is no final run");
            }
            add(ErrorCode.MISSING_FILE, RunFolder.MANIFEST, "the manifest is missing");
            return Optional.empty();
        }
        try {
            return Optional.of(RunManifest.read(file));
        } catch (SyncException invalid) {
            add(invalid.code(), RunFolder.MANIFEST, invalid.getMessage());
            return Optional.empty();
        }
    }

    private void structure(RunManifest.End end) throws IOException {
        RunContent content = end.content();
        sums(content);
        history(end);
        Set<String> listed = new HashSet<>();
        for (RunFile file : content.files()) {
            listed.add(file.path());
            size(file);
        }
        for (RunLink link : content.links()) {
            listed.add(link.path());
            link(link);
        }
        for (String path : new RunScan(run).paths()) {
            if (!listed.contains(path)) {
                add(ErrorCode.UNEXPECTED_FILE, path, "the manifest does not list it");
            }
        }
    }

    private void sums(RunContent content) throws IOException {
        Path sums = run.at(RunFolder.SUMS);
        if (!Files.isRegularFile(sums)) {
            add(ErrorCode.MISSING_FILE, RunFolder.SUMS, "missing");
            return;
        }
        byte[] expected = content.sums(Sha256.ofFile(run.at(RunFolder.MANIFEST)));
        if (!Arrays.equals(Files.readAllBytes(sums), expected)) {
            add(ErrorCode.DIGEST_MISMATCH, RunFolder.SUMS, "does not agree with the manifest");
        }
    }

    private void history(RunManifest.End end) throws IOException {
        if (end.previous().isPresent()
                && ManifestHistory.find(run, end.previous().get()).isEmpty()) {
            add(ErrorCode.CHAIN_BROKEN, RunFolder.HISTORY, "the manifest before this one is missing or changed");
        }
    }

    private void size(RunFile file) throws IOException {
        Path path = run.at(file.path());
        if (Files.isSymbolicLink(path) || !Files.isRegularFile(path)) {
            add(ErrorCode.MISSING_FILE, file.path(), "missing");
        } else if (Files.size(path) != file.size()) {
            add(ErrorCode.DIGEST_MISMATCH, file.path(), "has " + Files.size(path) + " bytes, expected " + file.size());
        }
    }

    private void link(RunLink link) throws IOException {
        Path path = run.at(link.path());
        if (!Files.isSymbolicLink(path)) {
            add(ErrorCode.MISSING_FILE, link.path(), "the link is missing");
        } else if (!Files.readSymbolicLink(path).toString().equals(link.target())) {
            add(ErrorCode.DIGEST_MISMATCH, link.path(), "leads elsewhere than to " + link.target());
        }
    }

    private void contents(List<RunFile> files) throws IOException {
        List<RunFile> readable = new ArrayList<>();
        for (RunFile file : files) {
            Path path = run.at(file.path());
            if (Files.isRegularFile(path) && Files.size(path) == file.size()) {
                readable.add(file);
            }
        }
        List<Sha256> found = FileDigests.of(
                readable.stream().map(file -> run.at(file.path())).toList());
        for (int i = 0; i < found.size(); i++) {
            digest(readable.get(i), found.get(i));
        }
    }

    private void digest(RunFile file, Sha256 found) {
        bytes += file.size();
        if (!found.equals(file.sha256())) {
            findings.add(new Finding(
                    ErrorCode.DIGEST_MISMATCH,
                    file.path(),
                    Optional.of(file.sha256()),
                    Optional.of(found),
                    "its bytes changed"));
        }
    }

    /** What digests alone do not say: the copy is a copy, the table reads, the configuration hashes to its digest. */
    private void meaning(RunManifest.End end) throws IOException {
        Optional<RunFile> copy = end.content().file(RunFolder.BEST);
        end.best()
                .filter(best -> copy.isPresent() && !copy.get().sha256().equals(best.sha256()))
                .ifPresent(best -> add(ErrorCode.DIGEST_MISMATCH, RunFolder.BEST, "is no copy of " + best.path()));
        try {
            RunLock lock = RunLock.read(run.at(RunFolder.LOCK));
            if (!lock.recomputedHash().equals(lock.configHash())) {
                add(ErrorCode.DIGEST_MISMATCH, RunFolder.LOCK, "its configuration does not hash to config_hash");
            }
            MetricsTable.read(run.at(RunFolder.METRICS), MetricsTable.columnsOf(lock.config()));
        } catch (SyncException invalid) {
            add(ErrorCode.MANIFEST_INVALID, RunFolder.METRICS, invalid.getMessage());
        }
    }

    private void add(ErrorCode code, String path, String what) {
        findings.add(Finding.of(code, path, what));
    }
}

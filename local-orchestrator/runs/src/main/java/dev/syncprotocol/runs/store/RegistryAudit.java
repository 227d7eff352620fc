package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Compares the registry with the runs it names, and with the anchors in their locks (run-store.md section 14.2). */
final class RegistryAudit {
    private RegistryAudit() {}

    /** What is wrong between a row and its run. */
    static Optional<String> fault(RunFolder run, RegistryRow row) throws IOException {
        Path manifest = run.at(RunFolder.MANIFEST);
        if (!Files.isRegularFile(manifest)) {
            return Optional.of(row.experimentId() + ": registered, but its manifest is missing");
        }
        boolean agrees = Sha256.ofFile(manifest).equals(row.manifestSha256())
                || ManifestHistory.find(run, row.manifestSha256()).isPresent();
        return agrees ? Optional.empty() : Optional.of(row.experimentId() + ": its manifest is not the registered one");
    }

    /** Runs whose lock remembers a line of the registry that is no longer there: the tail was cut or the file rewritten. */
    static List<String> lostAnchors(Path runs, Set<Sha256> lines) throws IOException {
        List<String> lost = new ArrayList<>();
        if (!Files.isDirectory(runs)) {
            return lost;
        }
        try (Stream<Path> folders = Files.list(runs)) {
            for (Path folder : folders.sorted().toList()) {
                Path lock = folder.resolve(RunFolder.LOCK);
                Optional<Sha256> anchor =
                        Files.isRegularFile(lock) ? RunLock.read(lock).registryHead() : Optional.empty();
                if (anchor.isPresent() && !lines.contains(anchor.get())) {
                    lost.add(folder.getFileName() + ": began when the registry had a line that is gone");
                }
            }
        }
        return lost;
    }
}

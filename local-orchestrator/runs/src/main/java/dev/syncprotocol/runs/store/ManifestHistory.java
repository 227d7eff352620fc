package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code manifest.history/}: what a manifest or a SHA256SUMS was before a recovery, a cleanup or a repair. */
final class ManifestHistory {
    private ManifestHistory() {}

    /** The kept file of this digest. */
    static Optional<Path> find(RunFolder run, Sha256 digest) throws IOException {
        for (Path file : kept(run)) {
            if (Sha256.ofFile(file).equals(digest)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /** The next free name, for example {@code 0001.json} or {@code 0001.SHA256SUMS}. */
    static Path next(RunFolder run, String ending) throws IOException {
        int n = 1;
        Path free = run.at(String.format("%s/%04d.%s", RunFolder.HISTORY, n, ending));
        while (Files.exists(free)) {
            n++;
            free = run.at(String.format("%s/%04d.%s", RunFolder.HISTORY, n, ending));
        }
        return free;
    }

    /** Every kept file. */
    static List<Path> kept(RunFolder run) throws IOException {
        Path folder = run.at(RunFolder.HISTORY);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !StoreFiles.isTemporary(file)).sorted().toList();
        }
    }
}

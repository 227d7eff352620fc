package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Digests of several files at once, so that one is read while another is hashed. */
final class FileDigests {
    private FileDigests() {}

    /** One digest a file, in the order of the files. */
    static List<Sha256> of(List<Path> files) throws IOException {
        try {
            return files.parallelStream().map(FileDigests::of).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Sha256 of(Path file) {
        try {
            return Sha256.ofFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

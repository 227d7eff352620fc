package dev.syncprotocol.aoi.log;

import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file a stage commits.
 *
 * @param path absolute
 * @param sha256 of its bytes
 * @param bytes its size
 */
public record Evidence(String path, Sha256 sha256, long bytes) {
    /** The evidence of a file as it lies there now. */
    public static Evidence of(Path file) throws IOException {
        return new Evidence(file.toAbsolutePath().toString(), Sha256.ofFile(file), Files.size(file));
    }

    /** Whether the file is there with these bytes. */
    public boolean holds() throws IOException {
        Path file = Path.of(path);
        return Files.isRegularFile(file) && Files.size(file) == bytes && sha256.equals(Sha256.ofFile(file));
    }
}

package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import java.util.Optional;

/**
 * One thing that is not as the manifest says.
 *
 * @param code {@code missing_file}, {@code unexpected_file}, {@code digest_mismatch}, {@code chain_broken} or {@code
 *     manifest_invalid}
 * @param path below the run or the workspace
 * @param expected digest, where one was compared
 * @param found digest, where one was compared
 * @param what in words
 */
public record Finding(ErrorCode code, String path, Optional<Sha256> expected, Optional<Sha256> found, String what) {
    /** A finding without digests. */
    public static Finding of(ErrorCode code, String path, String what) {
        return new Finding(code, path, Optional.empty(), Optional.empty(), what);
    }
}

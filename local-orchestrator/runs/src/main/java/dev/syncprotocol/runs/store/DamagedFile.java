package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.file.Path;

/** A file whose bytes are not those its digest was taken of. */
public final class DamagedFile extends SyncException {
    private static final long serialVersionUID = 1L;

    DamagedFile(Path file, Sha256 expected, Sha256 found) {
        super(
                ErrorCode.DIGEST_MISMATCH,
                file + " is damaged: expected " + expected.abbreviated() + ", found " + found.abbreviated());
    }
}

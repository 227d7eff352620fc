package dev.syncprotocol.training.checkpoint;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.file.Path;

/** A file that is no valid safetensors file. */
public final class SafeTensorsBroken extends SyncException {
    private static final long serialVersionUID = 1L;

    SafeTensorsBroken(Path file, String fault) {
        super(ErrorCode.CHECKPOINT_DAMAGED, file + " " + fault);
    }
}

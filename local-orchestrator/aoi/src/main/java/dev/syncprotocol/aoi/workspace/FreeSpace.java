package dev.syncprotocol.aoi.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room a disk has; a parameter, since no test can fill one. */
@FunctionalInterface
public interface FreeSpace {
    /** The disk's own answer. */
    FreeSpace OF_THE_DISK = folder -> Files.getFileStore(folder).getUsableSpace();

    /**
     * Bytes that can still be written.
     *
     * @param folder one that is there
     */
    long bytes(Path folder) throws IOException;
}

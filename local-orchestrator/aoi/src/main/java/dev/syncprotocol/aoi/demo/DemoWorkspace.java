package dev.syncprotocol.aoi.demo;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Draws a demo workspace. */
public final class DemoWorkspace {
    private DemoWorkspace() {}

    /**
     * Draws everything of an order.
     *
     * @throws SyncException {@code path_taken} when the folder holds something
     */
    public static DemoMade make(DemoOrder order) throws IOException {
        requireEmpty(order.folder());
        Files.createDirectories(order.folder());
        return new DemoMade(0, 0, 0, 0, 0, 0, 0);
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.findAny().isEmpty()) {
                    return;
                }
            }
        }
        if (Files.exists(folder)) {
            throw new SyncException(ErrorCode.PATH_TAKEN, folder + " is not empty; nothing is overwritten");
        }
    }
}

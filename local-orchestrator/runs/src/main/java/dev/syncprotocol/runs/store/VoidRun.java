package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that was claimed by a {@code new} that died before it wrote the lock: the only run that may go as a whole. */
final class VoidRun {
    private VoidRun() {}

    /**
     * What is in it, deepest first, the folder itself last.
     *
     * @throws SyncException {@link ErrorCode#USAGE} when the run is not void, {@link ErrorCode#PROTECTED_FILE} when it
     *     holds a file that no {@code new} leaves behind
     */
    static List<Path> content(RunFolder run) throws IOException {
        boolean isVoid =
                RunId.isOne(run.name()) && Files.isDirectory(run.path()) && !Files.exists(run.at(RunFolder.LOCK));
        if (!isVoid) {
            throw new SyncException(ErrorCode.USAGE, run.name() + " is no void run");
        }
        try (Stream<Path> all = Files.walk(run.path())) {
            List<Path> content = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : content) {
                if (!Files.isDirectory(path) && !StoreFiles.isTemporary(path)) {
                    throw new SyncException(
                            ErrorCode.PROTECTED_FILE, run.path().relativize(path) + " was not left by sync runs new");
                }
            }
            return content;
        }
    }
}

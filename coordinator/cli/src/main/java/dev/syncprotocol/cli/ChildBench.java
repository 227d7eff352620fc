package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.bench.Bench;
import dev.syncprotocol.training.bench.BenchRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures in a JVM of its own, which alone loads native code: the two talk through files.
 *
 * @param program how this program is started again
 */
record ChildBench(OwnProgram program) {
    private static final String MAIN = "dev.syncprotocol.training.launch.BenchMain";

    /**
     * The child's answer.
     *
     * @throws SyncException {@code ENGINE_FAILED} with its last words
     */
    JsonNode answer(BenchRequest request) throws IOException {
        Path folder = Files.createTempDirectory("sync-bench-");
        try {
            request.writeTo(folder);
            Process child = new ChildJvmLauncher(program, request.threads()).start(MAIN, folder, folder);
            int exit = child.onExit().join().exitValue();
            if (exit != 0) {
                throw lost(folder, exit);
            }
            return Bench.answer(folder);
        } finally {
            delete(folder);
        }
    }

    private static SyncException lost(Path folder, int exit) throws IOException {
        List<String> said = FileTail.lines(folder.resolve(ChildJvmLauncher.CONSOLE), 20);
        return new SyncException(
                ErrorCode.ENGINE_FAILED, "the measuring process ended with " + exit + ":\n" + String.join("\n", said));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

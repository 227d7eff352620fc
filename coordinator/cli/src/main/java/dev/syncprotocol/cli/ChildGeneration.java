package dev.syncprotocol.cli;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.generation.GenerationAnswer;
import dev.syncprotocol.training.generation.GenerationRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Generates in a JVM of its own, which alone loads native code: the two talk through files.
 *
 * @param program how this program is started again
 */
record ChildGeneration(OwnProgram program) {
    private static final String MAIN = "dev.syncprotocol.training.launch.GenerationMain";

    /**
     * The child's answer.
     *
     * @throws SyncException the one the child was refused with; {@code ENGINE_FAILED} with its last words
     */
    GenerationAnswer answer(GenerationRequest request) throws IOException {
        Path folder = Files.createTempDirectory("sync-generate-");
        try {
            request.writeTo(folder);
            Process child = new ChildJvmLauncher(program, request.threads()).start(MAIN, folder, folder);
            int exit = child.onExit().join().exitValue();
            if (exit != 0) {
                throw lost(folder, exit);
            }
            return GenerationAnswer.read(folder);
        } finally {
            delete(folder);
        }
    }

    private static SyncException lost(Path folder, int exit) throws IOException {
        List<String> said = FileTail.lines(folder.resolve(ChildJvmLauncher.CONSOLE), 20);
        return new SyncException(
                ErrorCode.ENGINE_FAILED, "the model's process ended with " + exit + ":\n" + String.join("\n", said));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

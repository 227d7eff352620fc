package dev.syncprotocol.cli;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Asks a JVM of its own, which alone loads native code: the two talk through files in a folder that is removed afterwards.
 *
 * @param program how this program is started again
 * @param main what it runs
 * @param name of the process, for a failure
 */
record ChildAnswer(OwnProgram program, String main, String name) {
    /** Puts the question into the folder. */
    interface Question {
        void writeTo(Path folder) throws IOException;
    }

    /** Takes the answer out of it. */
    interface Reading<T> {
        T from(Path folder) throws IOException;
    }

    /**
     * The child's answer.
     *
     * @param threads of its arithmetic
     * @throws SyncException {@code ENGINE_FAILED} with its last words; or the one the reading says the child was refused with
     */
    <T> T to(Question question, int threads, Reading<T> reading) throws IOException {
        try (ScratchFolder scratch = ScratchFolder.named("sync-child-")) {
            Path folder = scratch.path();
            question.writeTo(folder);
            Process child = new ChildJvmLauncher(program, threads, Map.of()).start(main, folder, folder);
            int exit = child.onExit().join().exitValue();
            if (exit != 0) {
                throw lost(folder, exit);
            }
            return reading.from(folder);
        }
    }

    private SyncException lost(Path folder, int exit) throws IOException {
        List<String> said = FileTail.lines(folder.resolve(ChildJvmLauncher.CONSOLE), 20);
        return new SyncException(
                ErrorCode.ENGINE_FAILED, name + " ended with " + exit + ":\n" + String.join("\n", said));
    }
}

package dev.syncprotocol.training.launch;

import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.Timestamp;
import dev.syncprotocol.training.checkpoint.OutputLock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The output folder of an earlier run, in the way of one that begins anew (D38).
 *
 * @param workspace the folder all paths are relative to
 * @param outputDir {@code run.output_dir}
 * @param clock gives the folder its new name
 */
record EarlierRun(Path workspace, RepoPath outputDir, Clock clock) {
    /** What is done with the folder before it moves, by the one who holds its lock. */
    interface Tidying {
        void with(OutputLock lock) throws IOException;
    }

    /** The folder becomes {@code <output_dir>.<ts>}; nothing of it is lost. */
    void moveAside(Tidying tidying, PrintStream out) {
        Path folder = outputDir.below(workspace);
        Path aside = Timestamp.freePath(folder.getParent(), folder.getFileName() + ".", clock.instant(), "");
        try (OutputLock lock = OutputLock.take(folder)) {
            tidying.with(lock);
            Files.move(folder, aside);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, folder + ": " + e.getMessage(), e);
        }
        out.println("the earlier run's checkpoints are in " + workspace.relativize(aside));
    }
}

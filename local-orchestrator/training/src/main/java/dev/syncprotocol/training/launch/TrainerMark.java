package dev.syncprotocol.training.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import dev.syncprotocol.training.checkpoint.OutputLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Which outside process writes an output folder: the lock of the folder is held by the process that follows the trainer,
 * and a trainer outlives a follower that was killed.
 *
 * @param folder {@code run.output_dir}
 */
record TrainerMark(Path folder) {
    private static final String NAME = ".trainer.json";

    /**
     * Refuses a folder that a trainer of an earlier launch still writes.
     *
     * @param held of this folder: whoever holds it is the only one who follows a trainer here
     * @throws SyncException {@link ErrorCode#LOCKED} naming the process
     */
    void refuseLiving(OutputLock held) throws IOException {
        held.requireHeld();
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return;
        }
        JsonNode mark = SyncJson.read(Files.readString(file));
        long pid = mark.path("pid").asLong();
        if (lives(pid, mark.path("started_at").asText())) {
            throw new SyncException(
                            ErrorCode.LOCKED,
                            "the trainer of an earlier launch, process " + pid + ", still writes " + folder)
                    .withHint("kill " + pid + " ends it; then try again");
        }
        Files.delete(file);
    }

    void put(long pid, Instant startedAt) throws IOException {
        String text = SyncJson.pretty(SyncJson.object().put("pid", pid).put("started_at", startedAt.toString()));
        AtomicFile.replace(folder.resolve(NAME), text.getBytes(StandardCharsets.UTF_8));
    }

    void remove() throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
    }

    private static boolean lives(long pid, String startedAt) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .filter(start -> start.toString().equals(startedAt))
                .isPresent();
    }
}

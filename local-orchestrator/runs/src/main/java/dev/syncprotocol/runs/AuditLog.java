package dev.syncprotocol.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * {@code reports/audit.jsonl}: what happened to the trainings of a workspace, one line each, append only; every line holds
 * the digest of the line before, so that nothing can be changed or left out unnoticed (training.md D6).
 *
 * @param file the log
 * @param clock when things happen
 */
public record AuditLog(Path file, Clock clock) {
    /** Its place in a workspace. */
    public static final String PATH = "reports/audit.jsonl";

    /** The log of this workspace. */
    public static AuditLog of(Path workspace, Clock clock) {
        return new AuditLog(workspace.resolve(PATH), clock);
    }

    /** Digest and size of a file, as a start and an end state them of the other logs; null where there is none. */
    public static ObjectNode state(Path file) {
        ObjectNode state = SyncJson.object();
        try {
            boolean there = Files.isRegularFile(file);
            state.put("size", there ? (Long) Files.size(file) : null);
            return state.put("sha256", there ? Sha256.ofFile(file).hex() : null);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Adds a line; it is on the disk when this returns.
     *
     * @param event what happened, one word
     * @param facts of it
     */
    public void append(String event, ObjectNode facts) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                // Two trainers of one workspace write one log.
                channel.lock();
                byte[] before = Files.readAllBytes(file);
                ObjectNode line = SyncJson.object()
                        .put("at", Timestamp.inFile(clock.instant()))
                        .put("event", event);
                line.setAll(facts);
                line.put("prev", last(before).map(Sha256::hex).orElse(null));
                String text = (before.length > 0 && before[before.length - 1] != '\n' ? "\n" : "")
                        + SyncJson.compact(line) + "\n";
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), before.length);
                channel.force(true);
            }
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, file + ": " + e.getMessage(), e);
        }
    }

    /** The lines as they stand, in order; a torn one is left out, and there are none without a log. */
    public List<JsonNode> entries() {
        try {
            return Files.isRegularFile(file)
                    ? Files.readAllLines(file).stream()
                            .flatMap(line -> entry(line).stream())
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, file + ": " + e.getMessage(), e);
        }
    }

    private static Optional<JsonNode> entry(String line) {
        try {
            return Optional.of(SyncJson.read(line));
        } catch (UncheckedIOException torn) {
            // Half a line that a power cut left says nothing.
            return Optional.empty();
        }
    }

    /**
     * Reads every line against the digest of the one before.
     *
     * @throws SyncException {@link ErrorCode#DIGEST_MISMATCH} naming the first line that does not follow
     */
    public void verify() {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try {
            List<String> lines = Files.readAllLines(file);
            Optional<Sha256> before = Optional.empty();
            for (int i = 0; i < lines.size(); i++) {
                if (!follows(lines.get(i), before)) {
                    throw new SyncException(
                            ErrorCode.DIGEST_MISMATCH,
                            PATH + ":" + (i + 1) + " does not follow the line before it: the log was changed");
                }
                before = Optional.of(Sha256.of(lines.get(i)));
            }
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, file + ": " + e.getMessage(), e);
        }
    }

    private static boolean follows(String line, Optional<Sha256> before) {
        try {
            String stated = SyncJson.read(line).path("prev").textValue();
            return Optional.ofNullable(stated).equals(before.map(Sha256::hex));
        } catch (UncheckedIOException torn) {
            // Half a line that a power cut left: the next one was chained to it as it stands.
            return true;
        }
    }

    /** Of the last line's text, also when it is torn. */
    private static Optional<Sha256> last(byte[] all) {
        List<String> lines = new String(all, StandardCharsets.UTF_8).lines().toList();
        return lines.isEmpty() ? Optional.empty() : Optional.of(Sha256.of(lines.get(lines.size() - 1)));
    }
}

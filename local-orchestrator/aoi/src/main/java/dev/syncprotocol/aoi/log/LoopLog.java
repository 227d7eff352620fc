package dev.syncprotocol.aoi.log;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import dev.syncprotocol.runs.AtomicFile;
import dev.syncprotocol.runs.Timestamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code loop_log.jsonl}: append only, one write a line under an operating system's lock, forced to the disk, each line chained to the one
 * before it (specification §8.3). No command writes it; the loop alone does.
 *
 * @param file the log
 * @param clock when stages end
 */
public record LoopLog(Path file, Clock clock) {
    /** Its name in a run's directory. */
    public static final String NAME = "loop_log.jsonl";

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** The log of a run's directory. */
    public static LoopLog of(Path run, Clock clock) {
        return new LoopLog(run.resolve(NAME), clock);
    }

    /**
     * Reads every line, its form, number and chain. An unterminated tail is reported, not judged.
     *
     * @throws SyncException {@code log_chain_broken} naming the first line that is damaged
     */
    public LogReading read() throws IOException {
        return Files.isRegularFile(file) ? parse(Files.readAllBytes(file)) : parse(new byte[0]);
    }

    /** The first lines, byte for byte; at most as many as are complete. */
    public byte[] lines(int count) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = 0;
        for (int line = 0; line < count && feed(bytes, end) >= 0; line++) {
            end = feed(bytes, end) + 1;
        }
        return Arrays.copyOf(bytes, end);
    }

    /**
     * Adds the entry of a stage that ended; it is on the disk when this returns.
     *
     * @throws SyncException {@code log_chain_broken} when the last line is damaged or unterminated; {@code run_exists} when the stage of the phase
     *     is already committed
     */
    public LogEntry append(StageRecord record) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // Freed with the channel, also when the process dies.
            channel.lock();
            LogReading before = read();
            refuse(before, record);
            LogEntry entry = new LogEntry(before.entries().size() + 1L, now(), record, before.head());
            channel.write(ByteBuffer.wrap(entry.line().getBytes(StandardCharsets.UTF_8)), before.wholeBytes());
            channel.force(true);
            AtomicFile.forceFolder(file.toAbsolutePath().getParent());
            return entry;
        }
    }

    /**
     * Cuts an unterminated tail off and keeps it beside the log as {@code loop_log.torn-<ts>}.
     *
     * @return where the tail is kept; empty when there was none
     */
    public Optional<Path> recover() throws IOException {
        LogReading reading = read();
        if (reading.tornBytes() == 0) {
            return Optional.empty();
        }
        byte[] all = Files.readAllBytes(file);
        Path kept = Timestamp.freePath(file.toAbsolutePath().getParent(), "loop_log.torn-", clock.instant(), "");
        AtomicFile.writeForced(kept, Arrays.copyOfRange(all, (int) reading.wholeBytes(), all.length));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.lock();
            channel.truncate(reading.wholeBytes());
            channel.force(true);
        }
        return Optional.of(kept);
    }

    private void refuse(LogReading before, StageRecord record) {
        if (before.tornBytes() > 0) {
            throw broken(before.entries().size() + 1, "a line that ends in a line feed", "an unterminated line");
        }
        if (before.committed(record.phase(), record.stage()).isPresent()) {
            throw new SyncException(
                    ErrorCode.RUN_EXISTS,
                    file + " already has the entry of " + record.phase() + " "
                            + record.stage().word());
        }
    }

    private LogReading parse(byte[] bytes) {
        List<LogEntry> entries = new ArrayList<>();
        Sha256 head = LogEntry.NONE;
        int begin = 0;
        for (int end = feed(bytes, begin); end >= 0; end = feed(bytes, begin)) {
            byte[] line = Arrays.copyOfRange(bytes, begin, end + 1);
            entries.add(entry(line, entries.size() + 1, head));
            head = Sha256.of(line);
            begin = end + 1;
        }
        return new LogReading(entries, head, begin, bytes.length - begin);
    }

    private LogEntry entry(byte[] line, int number, Sha256 head) {
        LocatedDocument document = SchemaValidator.load(
                SchemaId.LOOP_LOG_ENTRY_V1, line, DocumentFormat.JSON, ErrorCode.LOG_CHAIN_BROKEN, file + ":" + number);
        LogEntry entry = LogEntry.of(document.root());
        if (entry.seq() != number) {
            throw broken(number, "seq " + number, "seq " + entry.seq());
        }
        if (!entry.prev().equals(head)) {
            throw broken(
                    number, "prev " + head.abbreviated(), "prev " + entry.prev().abbreviated());
        }
        return entry;
    }

    private static int feed(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private SyncException broken(int number, String expected, String found) {
        return new SyncException(
                        ErrorCode.LOG_CHAIN_BROKEN, file + ":" + number + ": expected " + expected + ", found " + found)
                .withHint("the log is never rewritten: put the bytes back, or start a new run");
    }

    private String now() {
        Instant end = clock.instant();
        return MICROSECONDS.format(end);
    }
}

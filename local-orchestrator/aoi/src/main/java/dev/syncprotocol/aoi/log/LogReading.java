package dev.syncprotocol.aoi.log;

import dev.syncprotocol.protocol.digest.Sha256;
import java.util.List;
import java.util.Optional;

/**
 * A log as it was read.
 *
 * @param entries the complete lines, in order
 * @param head digest of the last complete line with its line feed; {@link LogEntry#NONE} for an empty log
 * @param wholeBytes bytes of the complete lines; 0 where they were not read from a file
 * @param tornBytes bytes after them: what a stop in the middle of writing left
 */
public record LogReading(List<LogEntry> entries, Sha256 head, long wholeBytes, long tornBytes) {
    public LogReading {
        entries = List.copyOf(entries);
    }

    /** The last complete entry. */
    public Optional<LogEntry> last() {
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1));
    }

    /** The entry of a stage of a phase; there is at most one that ended well. */
    public Optional<LogEntry> committed(Phase phase, LoopStage stage) {
        return entries.stream()
                .filter(entry -> entry.ok() && entry.phase().equals(phase) && entry.stage() == stage)
                .findFirst();
    }

    /** The log as it was when it had only so many entries. */
    public LogReading first(int count) {
        return count >= entries.size()
                ? new LogReading(entries, head, wholeBytes, 0)
                : new LogReading(entries.subList(0, count), entries.get(count).prev(), 0, 0);
    }

    /** The last entries, at most this many. */
    public List<LogEntry> tail(int count) {
        return entries.subList(Math.max(0, entries.size() - count), entries.size());
    }
}

package dev.syncprotocol.gates.pool;

import dev.syncprotocol.gates.JsonLines;
import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A pool in memory.
 *
 * @param path where it was read from
 * @param sha256 of its bytes
 * @param lines as they stand in the file, one a record
 * @param records in the order of the file
 */
public record PoolFile(Path path, Sha256 sha256, List<JsonLines.Line> lines, List<PoolRecord> records) {
    public PoolFile {
        lines = List.copyOf(lines);
        records = List.copyOf(records);
    }

    /** Reads a pool; {@code preflight_failed} without a file, {@code data_invalid} for a line that is no object. */
    public static PoolFile read(Path path) throws IOException {
        List<JsonLines.Line> lines = JsonLines.read(path);
        List<PoolRecord> records = lines.parallelStream()
                .map(line -> PoolRecords.of(line.tree(path)))
                .toList();
        return new PoolFile(path, Sha256.ofFile(path), lines, records);
    }

    /** The records of one task. */
    public List<PoolRecord> of(String task) {
        return records.stream().filter(entry -> entry.task().equals(task)).toList();
    }

    /** The tasks that occur, sorted. */
    public Set<String> tasks() {
        Set<String> tasks = new TreeSet<>();
        records.forEach(entry -> tasks.add(entry.task()));
        return tasks;
    }
}

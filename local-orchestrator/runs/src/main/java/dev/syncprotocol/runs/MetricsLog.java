package dev.syncprotocol.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * One file, one run, one row a step: {@code step} rises strictly and no row holds NaN or an infinity (training.md
 * sections 8.1, D5, D38). Nothing that was written is lost: what must leave moves to a file beside.
 */
public final class MetricsLog implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final Optional<Path> cut;
    private long lastStep;

    private MetricsLog(Path file, FileChannel channel, Optional<Path> cut, long lastStep) {
        this.file = file;
        this.channel = channel;
        this.cut = cut;
        this.lastStep = lastStep;
    }

    /** A log for a run that has done so many steps: {@link #fresh} for none, {@link #after} for some. */
    public static MetricsLog of(long doneSteps, Path file, Instant now) {
        return doneSteps == 0 ? fresh(file, now) : after(doneSteps, file, now);
    }

    /**
     * A log for a run that begins: an earlier run's file moves to {@code <name>.<ts>.jsonl} first (D38).
     *
     * @param file ends in {@code .jsonl}
     */
    public static MetricsLog fresh(Path file, Instant now) {
        try {
            Files.createDirectories(file.getParent());
            if (Files.exists(file)) {
                Files.move(file, beside(file, "", now), StandardCopyOption.ATOMIC_MOVE);
            }
            return open(file, Optional.empty(), 0);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /**
     * A log for a run that goes on after {@code step}: later rows, and what a killed writer left half-written, move
     * unchanged to {@code <name>.cut_<ts>.jsonl} (D5).
     */
    public static MetricsLog after(long step, Path file, Instant now) {
        try {
            Files.createDirectories(file.getParent());
            Optional<Path> cut = Files.exists(file) ? cutAfter(step, file, now) : Optional.empty();
            return open(file, cut, step);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /**
     * Moves rows after {@code step} away.
     *
     * @return the file they are in now, empty when there were none
     */
    static Optional<Path> cutAfter(long step, Path file, Instant now) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int keep = lengthUpTo(step, all);
        if (keep == all.length) {
            return Optional.empty();
        }
        Path cut = beside(file, "cut_", now);
        Files.write(cut, Arrays.copyOfRange(all, keep, all.length), StandardOpenOption.CREATE_NEW);
        force(cut);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(keep);
            channel.force(true);
        }
        return Optional.of(cut);
    }

    /** Adds a row; it is on its way to the disk when this returns. */
    public void append(ObjectNode row) {
        long step = row.path("step").asLong(0);
        if (step <= lastStep) {
            throw new IllegalStateException(file + ": step " + step + " after step " + lastStep);
        }
        requireFinite(row);
        try {
            ByteBuffer line = ByteBuffer.wrap((SyncJson.compact(row) + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
        lastStep = step;
    }

    /** Where the rows are that a resumed run repeats; empty when there were none. */
    public Optional<Path> cut() {
        return cut;
    }

    /** The step of the last row; 0 before the first. */
    public long lastStep() {
        return lastStep;
    }

    @Override
    public void close() {
        try {
            channel.force(true);
            channel.close();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private void requireFinite(ObjectNode row) {
        row.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value.isNumber() && !Double.isFinite(value.doubleValue())) {
                throw new IllegalStateException(file + ": " + entry.getKey() + " is " + value.doubleValue());
            }
        });
    }

    private static MetricsLog open(Path file, Optional<Path> cut, long step) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return new MetricsLog(file, channel, cut, step);
    }

    /** Bytes of the rows up to this step: the first later or unreadable row ends them. */
    private static int lengthUpTo(long step, byte[] all) {
        int keep = 0;
        for (int at = 0; at < all.length; at++) {
            if (all[at] == '\n') {
                String line = new String(all, keep, at - keep, StandardCharsets.UTF_8);
                if (stepOf(line) > step) {
                    return keep;
                }
                keep = at + 1;
            }
        }
        return keep;
    }

    private static long stepOf(String line) {
        try {
            return SyncJson.read(line).path("step").asLong(Long.MAX_VALUE);
        } catch (UncheckedIOException e) {
            // Half a row, left by a killed writer: it belongs to no step and moves away with the later ones.
            return Long.MAX_VALUE;
        }
    }

    private static Path beside(Path file, String word, Instant now) {
        String stem = file.getFileName().toString().replaceFirst("\\.jsonl$", "");
        return Timestamp.freePath(file.getParent(), stem + "." + word, now, ".jsonl");
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static SyncException failed(Path file, IOException e) {
        return new SyncException(ErrorCode.IO, file + ": " + e.getMessage(), e);
    }
}

package dev.syncprotocol.runs.open;

import dev.syncprotocol.runs.ErrorReport;
import dev.syncprotocol.runs.SecretMask;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The logger {@code exp} of a run: {@code run.log}, split and never shortened when it grows large, and {@code
 * errors.log} for what went wrong (run-store.md section 8.6). Secrets are masked.
 */
public final class RunLogger implements AutoCloseable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final Level least;
    private final long partBytes;
    private final SecretMask mask;
    private final Clock clock;
    private OutputStream log;
    private long size;

    /** How much a record matters. */
    public enum Level {
        /** For the one who looks for a fault. */
        DEBUG,
        /** What happens. */
        INFO,
        /** What may become a fault. */
        WARNING,
        /** A fault. */
        ERROR
    }

    /**
     * Goes on at the end of the log.
     *
     * @param folder the run's {@code logs}
     * @param least records below this level are not written
     * @param partBytes size at which {@code run.log} becomes {@code run.NNNN.log}
     */
    RunLogger(Path folder, Level least, long partBytes, SecretMask mask, Clock clock) throws IOException {
        this.folder = folder;
        this.least = least;
        this.partBytes = partBytes;
        this.mask = mask;
        this.clock = clock;
        this.log = open();
    }

    /** Adds a record. */
    public synchronized void log(Level level, String message) throws IOException {
        if (level.compareTo(least) < 0) {
            return;
        }
        byte[] line = line(level.name() + " " + message);
        if (size > 0 && size + line.length > partBytes) {
            split();
        }
        log.write(line);
        log.flush();
        size += line.length;
        if (level == Level.ERROR) {
            toErrors(line);
        }
    }

    /** Adds the trace of what was thrown behind its record of level error, each line indented. */
    public synchronized void trace(Throwable thrown) throws IOException {
        String trace = mask.mask(ErrorReport.traceOf(thrown).strip());
        toErrors((trace.replaceAll("(?m)^", "\t") + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The last record of a trainer that ended with an error. */
    public void fatal(int exitCode, String reason) throws IOException {
        toErrors(line("FATAL exit=" + exitCode + " " + reason));
    }

    /** The reason's line breaks would look like records. */
    private byte[] line(String text) {
        String record = TIME.format(clock.instant()) + " " + text.strip().replace("\n", "\n\t");
        return (mask.mask(record) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void toErrors(byte[] bytes) throws IOException {
        Files.write(folder.resolve("errors.log"), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void split() throws IOException {
        log.close();
        int part = 1;
        while (Files.exists(part(part))) {
            part++;
        }
        Files.move(folder.resolve("run.log"), part(part));
        log = open();
    }

    private Path part(int number) {
        return folder.resolve(String.format("run.%04d.log", number));
    }

    private OutputStream open() throws IOException {
        Path file = folder.resolve("run.log");
        OutputStream opened = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        size = Files.size(file);
        return opened;
    }

    @Override
    public synchronized void close() throws IOException {
        log.close();
    }
}

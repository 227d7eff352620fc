package dev.syncprotocol.training.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The run's log: what goes to a stream goes into {@code run.log_file} too, as it is written (S3-6.1). */
final class RunLog implements AutoCloseable {
    private final OutputStream file;

    private RunLog(OutputStream file) {
        this.file = file;
    }

    /** Goes on at the end of this file. */
    static RunLog appendTo(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return new RunLog(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** A stream that writes there and here. */
    PrintStream with(PrintStream stream) {
        return new PrintStream(new Both(stream), true, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Bytes to two places; the log first, since it is the one that is kept. */
    private final class Both extends OutputStream {
        private final PrintStream stream;

        Both(PrintStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            synchronized (file) {
                file.write(bytes, from, length);
                file.flush();
            }
            stream.write(bytes, from, length);
            stream.flush();
        }
    }
}

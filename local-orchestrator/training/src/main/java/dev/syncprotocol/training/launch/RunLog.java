package dev.syncprotocol.training.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The training's log: what goes to a stream goes into {@code run.log_file} too, as it is written (S3-6.1). */
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

    /** A stream that writes there, here, and to these as well. */
    PrintStream with(PrintStream stream, List<? extends OutputStream> more) {
        return new PrintStream(new All(stream, List.copyOf(more)), true, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Bytes to several places; the log first, since it is the one that is kept. */
    private final class All extends OutputStream {
        private final PrintStream stream;
        private final List<OutputStream> more;

        All(PrintStream stream, List<OutputStream> more) {
            this.stream = stream;
            this.more = more;
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
            for (OutputStream place : more) {
                place.write(bytes, from, length);
            }
            stream.write(bytes, from, length);
            stream.flush();
        }
    }
}

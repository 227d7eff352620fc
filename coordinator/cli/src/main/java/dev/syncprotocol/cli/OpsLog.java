package dev.syncprotocol.cli;

import dev.syncprotocol.runs.SecretMask;
import dev.syncprotocol.runs.Timestamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a preflight says, in {@code logs/ops_<ts>.log} too (S2-1.0f): line by line, without colours, values of secrets masked.
 */
final class OpsLog implements AutoCloseable {
    /** How its files begin. */
    static final String PREFIX = "ops_";

    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");

    private final OutputStream file;
    private final SecretMask mask;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private OpsLog(OutputStream file, SecretMask mask) {
        this.file = file;
        this.mask = mask;
    }

    /** Opens a log of its own for this call. */
    static OpsLog begin(Invocation in) throws IOException {
        Path folder = Files.createDirectories(StoreDoor.root(in).resolve("logs"));
        Path path = Timestamp.freePath(folder, PREFIX, in.clock().instant(), ".log");
        return new OpsLog(Files.newOutputStream(path), SecretMask.of(in.environment()));
    }

    /** The same call, heard by this log. */
    Invocation heard(Invocation in) {
        Progress progress = in.progress();
        PrintStream both = new PrintStream(new Both(progress.out()), true, StandardCharsets.UTF_8);
        return in.with(new Progress(both, progress.live(), progress.style()));
    }

    /** A line, or several, that go out on another way. */
    synchronized void say(String words) throws IOException {
        for (String one : Style.shown(words).split("\n")) {
            write((one + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private synchronized void write(byte[] bytes) throws IOException {
        for (byte one : bytes) {
            if (one == '\n') {
                flushLine();
            } else if (one == '\r') {
                line.reset(); // a terminal redraws the line from here
            } else {
                line.write(one);
            }
        }
    }

    private void flushLine() throws IOException {
        String text = COLOURS.matcher(line.toString(StandardCharsets.UTF_8)).replaceAll("");
        line.reset();
        file.write((mask.mask(text) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void close() throws IOException {
        if (line.size() > 0) {
            flushLine();
        }
        file.close();
    }

    /** Writes to the terminal and to the log. */
    private final class Both extends OutputStream {
        private final OutputStream terminal;

        Both(OutputStream terminal) {
            this.terminal = terminal;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            terminal.write(bytes, from, length);
            byte[] own = new byte[length];
            System.arraycopy(bytes, from, own, 0, length);
            OpsLog.this.write(own);
        }

        @Override
        public void flush() throws IOException {
            terminal.flush();
        }
    }
}

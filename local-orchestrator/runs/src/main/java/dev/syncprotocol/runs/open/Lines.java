package dev.syncprotocol.runs.open;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A stream that hands on whole lines, without their line feed; the last one also when it has none. */
final class Lines extends OutputStream {
    /** Where the lines go. */
    interface Reader {
        /** The next line. */
        void line(String text) throws IOException;
    }

    private final Reader reader;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    Lines(Reader reader) {
        this.reader = reader;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        int start = from;
        for (int at = from; at < from + length; at++) {
            if (bytes[at] == '\n') {
                begun.write(bytes, start, at - start);
                hand();
                start = at + 1;
            }
        }
        begun.write(bytes, start, from + length - start);
    }

    private void hand() throws IOException {
        String line = begun.toString(StandardCharsets.UTF_8);
        begun.reset();
        reader.line(line);
    }

    @Override
    public synchronized void close() throws IOException {
        if (begun.size() > 0) {
            hand();
        }
    }
}

package dev.syncprotocol.mcp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of bytes, each within a bound: of a longer one nothing is kept, and reading goes on after it. */
final class LineReader {
    private final InputStream in;
    private final int longest;

    LineReader(InputStream in, int longest) {
        this.in = new BufferedInputStream(in);
        this.longest = longest;
    }

    /**
     * A line.
     *
     * @param bytes without the line feed; empty when it was too long
     * @param length how many bytes it has
     */
    record Line(byte[] bytes, long length) {
        boolean tooLong() {
            return length > bytes.length;
        }

        boolean blank() {
            return !tooLong() && new String(bytes, StandardCharsets.ISO_8859_1).isBlank();
        }
    }

    /** The next line; empty at the end of the stream. The last one may lack its line feed. */
    Optional<Line> next() throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        long length = 0;
        int read = in.read();
        boolean ended = read < 0;
        for (; read >= 0 && read != '\n'; read = in.read()) {
            length++;
            if (length <= longest) {
                kept.write(read);
            }
        }
        if (ended) {
            return Optional.empty();
        }
        return Optional.of(new Line(length > longest ? new byte[0] : kept.toByteArray(), length));
    }
}

package dev.syncprotocol.gates;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Files of one JSON object a line. Lines end at line feeds only: U+2028 and U+0085 stay inside strings. */
public final class JsonLines {
    private JsonLines() {}

    /**
     * One line.
     *
     * @param number from 1
     * @param offset of its first byte in the file
     * @param bytes without the line feed; never changed
     */
    public record Line(int number, long offset, byte[] bytes) {
        /** The object on the line; {@code data_invalid}, naming file and line, where there is none. */
        public JsonNode tree(Path file) {
            try {
                JsonNode node = SyncJson.read(new String(bytes, StandardCharsets.UTF_8));
                if (node.isObject()) {
                    return node;
                }
            } catch (UncheckedIOException e) {
                throw new SyncException(ErrorCode.DATA_INVALID, at(file) + "no JSON object: " + shortened(e), e);
            }
            throw new SyncException(ErrorCode.DATA_INVALID, at(file) + "no JSON object");
        }

        private String at(Path file) {
            return file.getFileName() + ":" + number + ": ";
        }

        private static String shortened(UncheckedIOException e) {
            return String.valueOf(e.getCause().getMessage()).lines().findFirst().orElse("");
        }
    }

    /** The lines of a file that hold anything, in order; {@code preflight_failed} where there is no such file. */
    public static List<Line> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new SyncException(ErrorCode.PREFLIGHT_FAILED, "no file " + file);
        }
        return split(Files.readAllBytes(file));
    }

    private static List<Line> split(byte[] all) {
        List<Line> lines = new ArrayList<>();
        int begin = 0;
        for (int number = 1; begin < all.length; number++) {
            int end = begin;
            while (end < all.length && all[end] != '\n') {
                end++;
            }
            byte[] bytes = Arrays.copyOfRange(all, begin, end);
            if (!new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.ISO_8859_1).isBlank()) {
                lines.add(new Line(number, begin, bytes));
            }
            begin = end + 1;
        }
        return lines;
    }
}

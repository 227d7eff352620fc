package dev.syncprotocol.aoi.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Looks at a file's first bytes: a web page, or the pointer that stands for a large file, is what is often saved in place of weights. */
final class WeightsKind {
    private static final int LOOKED_AT = 64;
    private static final int PICKLE = 0x80;
    private static final long LONGEST_HEADER = 100L << 20;

    private WeightsKind() {}

    /** What the file is instead of weights; empty when it begins as weights of its name do. */
    static Optional<String> insteadOf(Path file, String name) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(LOOKED_AT);
        }
        boolean expected = name.endsWith(".safetensors") ? isSafetensors(head) : isTorch(head);
        return expected ? Optional.empty() : Optional.of(described(head));
    }

    /** A length, little-endian, and that much JSON. */
    private static boolean isSafetensors(byte[] head) {
        if (head.length <= Long.BYTES) {
            return false;
        }
        long header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return header > 1 && header <= LONGEST_HEADER && head[Long.BYTES] == '{';
    }

    /** A zip archive, or the older bare pickle. */
    private static boolean isTorch(byte[] head) {
        boolean zip = head.length > 3 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
        return zip || head.length > 1 && Byte.toUnsignedInt(head[0]) == PICKLE;
    }

    private static String described(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return "an empty file";
        }
        if (text.startsWith("<")) {
            return "a web page";
        }
        if (text.startsWith("version https://git-lfs")) {
            return "a Git LFS pointer";
        }
        return text.startsWith("{") ? "a JSON text" : "bytes of another kind";
    }
}

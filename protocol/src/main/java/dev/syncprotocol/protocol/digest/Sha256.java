package dev.syncprotocol.protocol.digest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest: 64 hex digits, lower case.
 *
 * @param hex the digits, without a prefix
 */
public record Sha256(@JsonValue String hex) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
    private static final int BUFFER = 1 << 16;

    @JsonCreator
    public Sha256 {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("a SHA-256 digest is 64 lower-case hex digits, found: " + hex);
        }
    }

    /** Digest of these bytes. */
    public static Sha256 of(byte[] bytes) {
        return finish(algorithm(), bytes);
    }

    /** Digest of this text as UTF-8. */
    public static Sha256 of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Digest of a buffer's remaining bytes, wherever they lie; the buffer's position stays. */
    public static Sha256 of(ByteBuffer bytes) {
        MessageDigest algorithm = algorithm();
        algorithm.update(bytes.duplicate());
        return new Sha256(HexFormat.of().formatHex(algorithm.digest()));
    }

    /** Digest of a file's bytes, read once in pieces. */
    public static Sha256 ofFile(Path file) throws IOException {
        MessageDigest algorithm = algorithm();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                algorithm.update(buffer, 0, n);
            }
        }
        return new Sha256(HexFormat.of().formatHex(algorithm.digest()));
    }

    /** With the prefix used in trailers and ids: {@code sha256:…}. */
    public String prefixed() {
        return "sha256:" + hex;
    }

    /** The first twelve digits, for people. */
    public String abbreviated() {
        return hex.substring(0, 12);
    }

    @Override
    public String toString() {
        return hex;
    }

    private static Sha256 finish(MessageDigest algorithm, byte[] bytes) {
        return new Sha256(HexFormat.of().formatHex(algorithm.digest(bytes)));
    }

    private static MessageDigest algorithm() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

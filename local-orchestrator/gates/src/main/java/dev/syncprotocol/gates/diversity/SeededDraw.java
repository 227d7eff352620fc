package dev.syncprotocol.gates.diversity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * A text's place in a seeded order: ascending {@code sha256(prefix + id)}, UTF-8 (preflight.md section 5.1, rule 2). The
 * id breaks no tie, since ids are unique.
 *
 * @param digest 32 bytes, compared as unsigned
 */
record SeededDraw(byte[] digest, NumberedText text) implements Comparable<SeededDraw> {
    /** One draw a text, in the order given, not yet sorted. */
    static List<SeededDraw> of(List<NumberedText> texts, String prefix) {
        // One instance for all: a Sha256 object a text costs ten times as much, and windows need millions of them.
        MessageDigest algorithm = sha256();
        return texts.stream().map(text -> of(text, prefix, algorithm)).toList();
    }

    /** Whether the digest's last bit is 0. */
    boolean isEven() {
        return (digest[digest.length - 1] & 1) == 0;
    }

    @Override
    public int compareTo(SeededDraw other) {
        return Arrays.compareUnsigned(digest, other.digest);
    }

    private static SeededDraw of(NumberedText text, String prefix, MessageDigest algorithm) {
        return new SeededDraw(algorithm.digest((prefix + text.id()).getBytes(StandardCharsets.UTF_8)), text);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

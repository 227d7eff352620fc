package dev.syncprotocol.gates.shingle;

import dev.syncprotocol.gates.diversity.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of a text as hashes: the same tokens as {@link Tokenizer} gives, an order of magnitude faster on ASCII. Equal
 * tokens have equal hashes; who decides by a hash alone must look at the tokens again.
 */
public final class TokenHashes {
    private static final long BASIS = 0xCBF29CE484222325L;
    private static final long PRIME = 0x100000001B3L;

    private static final byte[] LOWER = lower();

    private final byte[] text;
    private long[] hashes;
    private int count;

    private TokenHashes(byte[] text) {
        this.text = text;
        this.hashes = new long[Math.max(4, text.length / 4)];
    }

    /** One hash a token, in order. */
    public static long[] of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return isAscii(bytes) ? new TokenHashes(bytes).walk() : of(Tokenizer.tokens(text));
    }

    /** The same with every token that begins with a digit replaced by the token {@code 0}. */
    public static long[] masked(String text) {
        return of(maskedTokens(text));
    }

    /** The tokens behind {@link #masked}. */
    public static List<String> maskedTokens(String text) {
        return Tokenizer.tokens(text).stream()
                .map(token -> Character.isDigit(token.codePointAt(0)) ? "0" : token)
                .toList();
    }

    private static long[] of(List<String> tokens) {
        return tokens.stream().mapToLong(TokenHashes::hash).toArray();
    }

    private static long hash(String token) {
        long hash = BASIS;
        for (int i = 0; i < token.length(); i++) {
            hash = (hash ^ token.charAt(i)) * PRIME;
        }
        return hash;
    }

    private static boolean isAscii(byte[] text) {
        int bits = 0;
        for (byte b : text) {
            bits |= b;
        }
        return bits >= 0;
    }

    /** Appendix A on ASCII: letters, digits and {@code _} go on, an apostrophe between letters too. */
    private long[] walk() {
        long hash = BASIS;
        boolean inside = false;
        for (int i = 0; i < text.length; i++) {
            int c = LOWER[text[i]];
            c = c == 0 && isApostropheInside(i) ? '\'' : c;
            if (c != 0) {
                hash = (hash ^ c) * PRIME;
                inside = true;
            } else if (inside) {
                add(hash);
                hash = BASIS;
                inside = false;
            }
        }
        if (inside) {
            add(hash);
        }
        return count == hashes.length ? hashes : Arrays.copyOf(hashes, count);
    }

    private void add(long hash) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, count * 2);
        }
        hashes[count++] = hash;
    }

    private boolean isApostropheInside(int at) {
        return text[at] == '\''
                && at > 0
                && at + 1 < text.length
                && Character.isLetter(text[at - 1])
                && Character.isLetter(text[at + 1]);
    }

    /** What a character adds to its token; 0 where it ends one. */
    private static byte[] lower() {
        byte[] lower = new byte[128];
        for (char c = 0; c < lower.length; c++) {
            lower[c] = (byte) (Character.isLetterOrDigit(c) || c == '_' ? Character.toLowerCase(c) : 0);
        }
        return lower;
    }
}

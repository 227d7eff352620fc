package dev.syncprotocol.gates.shingle;

import dev.syncprotocol.gates.diversity.Tokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of a text as hashes: the same tokens as {@link Tokenizer} gives, an order of magnitude faster on ASCII. Equal
 * tokens have equal hashes; who decides by a hash alone must look at the tokens again.
 */
public final class TokenHashes {
    private static final long BASIS = 0xCBF29CE484222325L;
    private static final long PRIME = 0x100000001B3L;

    private final String text;
    private long[] hashes;
    private int count;

    private TokenHashes(String text) {
        this.text = text;
        this.hashes = new long[Math.max(4, text.length() / 4)];
    }

    /** One hash a token, in order. */
    public static long[] of(String text) {
        return isAscii(text) ? new TokenHashes(text).walk() : of(Tokenizer.tokens(text));
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

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** Appendix A on ASCII: letters, digits and {@code _} go on, an apostrophe between letters too. */
    private long[] walk() {
        long hash = BASIS;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean part = isPart(c) || c == '\'' && isApostropheInside(i);
            hash = part ? (hash ^ lower(c)) * PRIME : hash;
            if (inside && !part) {
                add(hash);
                hash = BASIS;
            }
            inside = part;
        }
        if (inside) {
            add(hash);
        }
        return Arrays.copyOf(hashes, count);
    }

    private void add(long hash) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, count * 2);
        }
        hashes[count++] = hash;
    }

    private boolean isApostropheInside(int at) {
        return at > 0 && at + 1 < text.length() && isLetter(text.charAt(at - 1)) && isLetter(text.charAt(at + 1));
    }

    private static boolean isPart(char c) {
        return isLetter(c) || c >= '0' && c <= '9' || c == '_';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
}

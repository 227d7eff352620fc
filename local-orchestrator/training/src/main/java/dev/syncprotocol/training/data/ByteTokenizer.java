package dev.syncprotocol.training.data;

import dev.syncprotocol.training.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** Tokens are the bytes of UTF-8, and three more. For small models: any text fits, nothing has to be loaded. */
public final class ByteTokenizer implements Tokenizer {
    /** Fills short rows. */
    public static final int PAD = 256;
    /** Begins a row. */
    public static final int BOS = 257;
    /** Ends an answer. */
    public static final int EOS = 258;
    /** Number of tokens. */
    public static final int SIZE = 259;

    /** The bytes of a text, without {@link #BOS} or {@link #EOS}. */
    @Override
    public int[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] tokens = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            tokens[i] = bytes[i] & 0xFF;
        }
        return tokens;
    }

    /** The text of the byte tokens; the three others are left out. */
    @Override
    public String decode(int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(tokens.length);
        for (int token : tokens) {
            if (token < PAD) {
                bytes.write(token);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public OptionalInt bos() {
        return OptionalInt.of(BOS);
    }

    @Override
    public int eos() {
        return EOS;
    }

    @Override
    public int pad() {
        return PAD;
    }
}

package dev.syncprotocol.djl.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.SpecialTokens;
import dev.syncprotocol.training.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

/** Hugging Face's tokenizers, called from Java. */
final class NativeTokenizer implements Tokenizer {
    /** No beginning or end is added, nothing is cut, nothing is filled: rows are put together elsewhere. */
    private static final Map<String, String> AS_IT_IS =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    private final HuggingFaceTokenizer tokenizer;
    private final SpecialTokens special;

    private NativeTokenizer(HuggingFaceTokenizer tokenizer, SpecialTokens special) {
        this.tokenizer = tokenizer;
        this.special = special;
    }

    static Tokenizer open(Path file, SpecialTokens special) {
        try {
            return new NativeTokenizer(HuggingFaceTokenizer.newInstance(file, AS_IT_IS), special);
        } catch (IOException | RuntimeException e) {
            // The native library says with a bare RuntimeException what is wrong with a file.
            throw new SyncException(ErrorCode.CONFIG_INVALID, file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public int[] encode(String text) {
        return Arrays.stream(tokenizer.encode(text, false, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    @Override
    public String decode(int[] tokens) {
        return tokenizer.decode(Arrays.stream(tokens).asLongStream().toArray(), true);
    }

    @Override
    public int size() {
        return special.size();
    }

    @Override
    public OptionalInt bos() {
        return special.bos();
    }

    @Override
    public int eos() {
        return special.eos();
    }

    @Override
    public int pad() {
        return special.pad();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}

package dev.syncprotocol.djl.tokenizer;

import dev.syncprotocol.training.SpecialTokens;
import dev.syncprotocol.training.Tokenizer;
import dev.syncprotocol.training.TokenizerProvider;
import java.nio.file.Path;

/** Opens {@code tokenizer.json} with Hugging Face's own library, which lies in a jar: nothing is downloaded. */
public final class NativeTokenizerProvider implements TokenizerProvider {
    @Override
    public Tokenizer open(Path file, SpecialTokens special) {
        return NativeTokenizer.open(file, special);
    }
}

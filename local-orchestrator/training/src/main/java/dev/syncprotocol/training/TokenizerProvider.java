package dev.syncprotocol.training;

import java.nio.file.Path;

/** Opens tokenizers that are files; declared in {@code META-INF/services}. */
public interface TokenizerProvider {
    /**
     * The tokenizer of a file.
     *
     * @param file Hugging Face's {@code tokenizer.json}
     * @param special the numbers of its special tokens
     * @throws dev.syncprotocol.protocol.error.SyncException {@code CONFIG_INVALID} when the file is no tokenizer
     */
    Tokenizer open(Path file, SpecialTokens special);
}

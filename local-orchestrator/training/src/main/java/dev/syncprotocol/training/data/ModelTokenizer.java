package dev.syncprotocol.training.data;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.SpecialTokens;
import dev.syncprotocol.training.Tokenizer;
import dev.syncprotocol.training.TokenizerProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** Which tokenizer a model's rows go through: the one in its folder, or bytes where it brings none. */
public final class ModelTokenizer {
    /** Hugging Face's tokenizer in a model folder. */
    public static final String FILE = "tokenizer.json";

    private ModelTokenizer() {}

    /**
     * The model's tokenizer.
     *
     * @throws SyncException {@code CONFIG_INVALID} when its file cannot be used or the model's vocabulary is too small
     */
    public static Tokenizer open(ModelFolder model) {
        Path file = model.folder().resolve(FILE);
        Tokenizer tokenizer = Files.isRegularFile(file) ? open(file, model.folder()) : new ByteTokenizer();
        if (model.shape().vocabSize() < tokenizer.size()) {
            tokenizer.close();
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID,
                    model.folder() + ": vocab_size " + model.shape().vocabSize() + " is smaller than the "
                            + tokenizer.size() + " tokens of "
                            + (Files.isRegularFile(file) ? "its " + FILE : "the byte tokenizer"));
        }
        return tokenizer;
    }

    /** Digest of the files that decide which tokens a text has; of a constant where the model brings none. */
    public static Sha256 digestOf(ModelFolder model) {
        if (!Files.isRegularFile(model.folder().resolve(FILE))) {
            return Sha256.of("bytes");
        }
        StringBuilder lines = new StringBuilder();
        for (String name : SpecialTokens.FILES) {
            Path file = model.folder().resolve(name);
            if (Files.isRegularFile(file)) {
                lines.append(digest(file).hex()).append("  ").append(name).append('\n');
            }
        }
        return Sha256.of(lines.toString());
    }

    private static Sha256 digest(Path file) {
        try {
            return Sha256.ofFile(file);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, file + ": " + e.getMessage(), e);
        }
    }

    private static Tokenizer open(Path file, Path folder) {
        try {
            SpecialTokens special = SpecialTokens.read(folder, file);
            return ServiceLoader.load(TokenizerProvider.class, ModelTokenizer.class.getClassLoader())
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("this program reads no tokenizer files"))
                    .open(file, special);
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, file + ": " + e.getMessage(), e);
        }
    }
}

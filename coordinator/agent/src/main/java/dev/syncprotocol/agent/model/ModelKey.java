package dev.syncprotocol.agent.model;

import dev.syncprotocol.coordinator.workspace.ProviderKind;
import dev.syncprotocol.coordinator.workspace.ProviderSettings;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SecretKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A provider's key. Never printed: {@link #toString} has a mask, and {@link #mask} takes it out of any text. */
public final class ModelKey {
    /** No key: a local endpoint, or recorded exchanges. */
    public static final ModelKey NONE = new ModelKey("");

    private static final String MASK = "***";
    private static final int MOST_BYTES = 8192;

    private final String value;

    private ModelKey(String value) {
        this.value = value;
    }

    /**
     * The key these settings name: from the file, else from the environment.
     *
     * @param environment the environment variables
     * @param repository the top of the work tree, where no key may lie
     * @throws SyncException {@link ErrorCode#KEY_MISSING} where none is found and one is needed;
     *     {@link ErrorCode#CONFIG_INVALID} for a file inside the repository
     */
    public static ModelKey of(ProviderSettings settings, Map<String, String> environment, Path repository)
            throws IOException {
        if (settings.kind() == ProviderKind.REPLAY) {
            return NONE;
        }
        Optional<String> found = settings.keyFile().isPresent()
                ? Optional.of(inFile(settings, settings.keyFile().get(), repository))
                : Optional.ofNullable(environment.get(variable(settings))).map(String::strip);
        Optional<String> key = found.filter(text -> !text.isEmpty());
        if (key.isEmpty() && !isLocal(settings)) {
            throw missing(settings);
        }
        return key.map(ModelKey::checked).orElse(NONE);
    }

    /** The environment variable that holds the key. */
    public static String variable(ProviderSettings settings) {
        return settings.keyEnv().orElse(settings.kind() == ProviderKind.GEMINI ? "GEMINI_API_KEY" : "OPENAI_API_KEY");
    }

    /** An OpenAI-compatible endpoint of one's own asks for no key. */
    private static boolean isLocal(ProviderSettings settings) {
        return settings.kind() == ProviderKind.OPENAI && settings.baseUrl().isPresent();
    }

    private static String inFile(ProviderSettings settings, String file, Path repository) throws IOException {
        Path path = Path.of(file);
        if (!path.isAbsolute()) {
            throw refused(settings, "is no absolute path");
        }
        if (!Files.isRegularFile(path)) {
            throw missing(settings);
        }
        if (path.toRealPath().startsWith(repository.toRealPath())
                || path.normalize().startsWith(repository)) {
            throw refused(settings, "lies in the repository");
        }
        if (Files.size(path) > MOST_BYTES) {
            throw refused(settings, "is no key: too long");
        }
        return Files.readString(path).strip();
    }

    private static SyncException refused(ProviderSettings settings, String why) {
        return new SyncException(ErrorCode.CONFIG_INVALID, "providers." + settings.name() + ".key_file " + why)
                .withHint("a key lies in the environment or in a file outside the repository, never in it");
    }

    private static SyncException missing(ProviderSettings settings) {
        String where = settings.keyFile().map(file -> "no file at key_file").orElse(variable(settings) + " is not set");
        return new SyncException(ErrorCode.KEY_MISSING, "no key for provider " + settings.name() + ": " + where)
                .withHint("set it in the environment, or forward the needs by hand: sync needs --for " + settings.name()
                        + " --as message")
                .withNext("sync needs --for " + settings.name() + " --as message");
    }

    /** A key travels in a header; a line break in it would be another header. */
    private static ModelKey checked(String key) {
        if (key.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new SyncException(
                    ErrorCode.KEY_MISSING, "the key that was found is none: it holds a space or a line break");
        }
        return new ModelKey(key);
    }

    /** The key itself, for the transport. */
    String value() {
        return value;
    }

    /** Whether there is none. */
    public boolean isNone() {
        return value.isEmpty();
    }

    /** The text without this key and without anything that has the shape of a known one. */
    public String mask(String text) {
        return SecretKind.masked(without(text), MASK);
    }

    /** The text without this key. */
    String without(String text) {
        return value.isEmpty() ? text : text.replace(value, MASK);
    }

    @Override
    public String toString() {
        return isNone() ? "no key" : MASK;
    }
}

package dev.syncprotocol.gates.scorer;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who may score. */
public enum Provider {
    GEMINI("https://generativelanguage.googleapis.com/v1beta", "gemini-2.5-flash"),
    /** OpenAI, and every server that speaks its chat completions. */
    OPENAI("https://api.openai.com/v1", "gpt-4o-mini"),
    /** DeepSeek's reasoner, over the same protocol. */
    DEEPSEEK_R1("https://api.deepseek.com/v1", "deepseek-reasoner");

    private final String endpoint;
    private final String model;

    Provider(String endpoint, String model) {
        this.endpoint = endpoint;
        this.model = model;
    }

    /** The provider of this name; {@code usage} for an unknown one. */
    public static Provider of(String name) {
        return Arrays.stream(values())
                .filter(provider -> provider.word().equals(name))
                .findFirst()
                .orElseThrow(() -> new SyncException(
                        ErrorCode.USAGE,
                        "unknown scorer provider " + name + "; known are "
                                + Arrays.stream(values()).map(Provider::word).collect(Collectors.joining(", "))));
    }

    /** Where it answers unless {@code SCORER_BASE_URL} says otherwise. */
    public String endpoint() {
        return endpoint;
    }

    /** Its model unless {@code SCORER_MODEL} says otherwise. */
    public String model() {
        return model;
    }

    /** As {@code SCORER_PROVIDER} writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.syncprotocol.coordinator.workspace;

import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.digest.RepoPath;
import java.time.Duration;
import java.util.Optional;

/**
 * One entry under {@code providers} of {@code .sync/config.yaml}: the language model that plays the party of that name. Never
 * holds a key, only where one is found.
 *
 * @param name the entry's name
 * @param kind the protocol it speaks
 * @param model the model's name there; {@code replay} for recorded exchanges
 * @param baseUrl the endpoint; empty means the provider's own
 * @param keyEnv the environment variable that holds the key; empty means the usual one of the kind
 * @param keyFile a file outside the repository that holds the key; empty where the environment does
 * @param recording the folder of recorded exchanges that {@link ProviderKind#REPLAY} plays; empty for the shipped one
 * @param timeout longest wait for one answer
 * @param retries how often a call is repeated that the provider could not take
 * @param maxOutputTokens longest answer
 * @param price what it charges; empty where it is not known
 */
public record ProviderSettings(
        String name,
        ProviderKind kind,
        String model,
        Optional<String> baseUrl,
        Optional<String> keyEnv,
        Optional<String> keyFile,
        Optional<RepoPath> recording,
        Duration timeout,
        int retries,
        int maxOutputTokens,
        Optional<ModelPrice> price) {
    /** The model taken where the settings name none. */
    public static final String GEMINI_MODEL = "gemini-2.5-flash";

    private static final int TIMEOUT_SECONDS = 120;
    private static final int RETRIES = 3;
    private static final int OUTPUT_TOKENS = 16_384;

    /** What plays the party {@code gemini} where the settings name no provider. */
    public static ProviderSettings gemini(String name) {
        return new ProviderSettings(
                name,
                ProviderKind.GEMINI,
                GEMINI_MODEL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(TIMEOUT_SECONDS),
                RETRIES,
                OUTPUT_TOKENS,
                Optional.empty());
    }

    /** What plays a party from the recording that this program ships: asks nobody. */
    public static ProviderSettings shippedRecording(String name) {
        return new ProviderSettings(
                name,
                ProviderKind.REPLAY,
                "shipped recording",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(TIMEOUT_SECONDS),
                0,
                OUTPUT_TOKENS,
                Optional.empty());
    }

    static ProviderSettings read(String name, Fields fields) {
        ProviderKind kind = fields.word("kind", ProviderKind.class);
        return new ProviderSettings(
                name,
                kind,
                fields.optionalText("model").orElse(kind == ProviderKind.GEMINI ? GEMINI_MODEL : "replay"),
                fields.optionalText("base_url"),
                fields.optionalText("key_env"),
                fields.optionalText("key_file"),
                fields.optionalPath("recording"),
                Duration.ofSeconds(fields.optionalInteger("timeout_s").orElse(TIMEOUT_SECONDS)),
                fields.optionalInteger("retries").orElse(RETRIES),
                fields.optionalInteger("max_output_tokens").orElse(OUTPUT_TOKENS),
                fields.optionalObject("usd_per_million").map(ProviderSettings::price));
    }

    private static ModelPrice price(Fields fields) {
        return new ModelPrice(
                fields.number("input").orElse(0), fields.number("output").orElse(0));
    }
}

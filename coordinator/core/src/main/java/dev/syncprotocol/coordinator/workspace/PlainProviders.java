package dev.syncprotocol.coordinator.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/** Whether the providers of the settings obviously have their form; the part of {@link PlainSettings} that is theirs. */
final class PlainProviders {
    private static final int MOST = 32;
    private static final Set<String> TEXTS = Set.of("model", "base_url", "key_env", "key_file", "recording");

    private PlainProviders() {}

    static boolean isPlain(JsonNode providers) {
        return providers.isObject()
                && providers.size() <= MOST
                && providers.properties().stream().allMatch(PlainProviders::provider);
    }

    private static boolean provider(Map.Entry<String, JsonNode> entry) {
        JsonNode provider = entry.getValue();
        return entry.getKey().matches("[a-z][a-z0-9_-]{0,31}")
                && provider.isObject()
                && provider.properties().stream().allMatch(PlainProviders::field)
                && switch (provider.path("kind").asText()) {
                    case "gemini" -> true;
                    case "openai" -> provider.has("model");
                    case "replay" -> provider.has("recording");
                    default -> false;
                };
    }

    private static boolean field(Map.Entry<String, JsonNode> field) {
        JsonNode value = field.getValue();
        return switch (field.getKey()) {
            case "kind" -> value.isTextual();
            case "timeout_s" -> whole(value, 1, 3600);
            case "retries" -> whole(value, 0, 10);
            case "max_output_tokens" -> whole(value, 1, 1_000_000);
            case "usd_per_million" -> price(value);
            // A word of one's own form is left to the schema, which knows the patterns.
            case "key_env" -> value.isTextual() && value.textValue().matches("[A-Za-z_][A-Za-z0-9_]{0,127}");
            case "base_url" -> value.isTextual() && value.textValue().matches("https?://[^\\s]+");
            default ->
                TEXTS.contains(field.getKey())
                        && value.isTextual()
                        && !value.textValue().isEmpty();
        };
    }

    private static boolean whole(JsonNode value, int least, int most) {
        return value.isIntegralNumber()
                && value.canConvertToInt()
                && value.intValue() >= least
                && value.intValue() <= most;
    }

    private static boolean price(JsonNode price) {
        return price.isObject() && price.size() == 2 && amount(price.path("input")) && amount(price.path("output"));
    }

    private static boolean amount(JsonNode value) {
        return value.isNumber() && value.doubleValue() >= 0;
    }
}

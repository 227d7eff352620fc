package dev.syncprotocol.coordinator.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Set;

/**
 * Whether settings obviously have the form of {@code workspace-config.v1}. Every command reads the settings, and loading
 * the schema validator would be half of a command's start; so it is asked only when something here looks odd, and then
 * finds every violation. At least as strict as the schema: a test holds its examples against both.
 */
final class PlainSettings {
    private static final long MOST_BYTES = 100L << 20;

    private PlainSettings() {}

    static boolean isPlain(JsonNode root) {
        return hasOnly(root, Set.of("version", "parties", "ledger", "auto_launch", "launch", "providers"))
                && root.path("version").isIntegralNumber()
                && root.path("version").intValue() == 1
                && (!root.has("parties") || parties(root.get("parties")))
                && (!root.has("ledger") || ledger(root.get("ledger")))
                && (!root.has("auto_launch") || root.get("auto_launch").isBoolean())
                && (!root.has("launch") || launch(root.get("launch")))
                && (!root.has("providers") || PlainProviders.isPlain(root.get("providers")));
    }

    private static boolean parties(JsonNode parties) {
        if (!parties.isObject() || parties.isEmpty() || parties.size() > 32) {
            return false;
        }
        for (Iterator<String> names = parties.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            String kind = parties.get(name).asText();
            boolean known = parties.get(name).isTextual() && (kind.equals("local") || kind.equals("external"));
            if (!known || !name.matches("[a-z][a-z0-9_-]{0,31}")) {
                return false;
            }
        }
        return true;
    }

    private static boolean ledger(JsonNode ledger) {
        JsonNode size = ledger.path("max_artifact_bytes");
        return hasOnly(ledger, Set.of("max_artifact_bytes"))
                && (size.isMissingNode()
                        || (size.isIntegralNumber()
                                && size.canConvertToLong()
                                && size.longValue() >= 0
                                && size.longValue() <= MOST_BYTES));
    }

    private static boolean launch(JsonNode launch) {
        JsonNode config = launch.path("config");
        return hasOnly(launch, Set.of("config"))
                && (config.isMissingNode()
                        || (config.isTextual() && !config.textValue().isEmpty()));
    }

    private static boolean hasOnly(JsonNode object, Set<String> known) {
        if (!object.isObject()) {
            return false;
        }
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            if (!known.contains(names.next())) {
                return false;
            }
        }
        return true;
    }
}

package dev.syncprotocol.aoi.tao;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The two keys of the containers (A8), from the environment or, below it, {@code .env}. Values are passed by name and shown nowhere.
 *
 * @param values by name; absent where not set
 */
public record TaoCredentials(Map<String, String> values) {
    private static final List<String> NAMES = List.of(DotEnv.REGISTRY_KEY, DotEnv.HUB_TOKEN);

    public TaoCredentials {
        values = Map.copyOf(values);
    }

    /** Picks the two out of merged variables ({@link DotEnv#under}). */
    public static TaoCredentials of(Map<String, String> variables) {
        Map<String, String> values = new TreeMap<>();
        for (String name : NAMES) {
            String value = variables.getOrDefault(name, "").strip();
            if (!value.isEmpty()) {
                values.put(name, value);
            }
        }
        return new TaoCredentials(values);
    }

    /** The registry's key. */
    public Optional<String> registryKey() {
        return Optional.ofNullable(values.get(DotEnv.REGISTRY_KEY));
    }

    /**
     * What is missing, a sentence each; nothing when everything is here already and the run stays offline.
     *
     * @param allPresent whether every image and weight is on this machine
     * @param airGap whether the user said that nothing may be fetched
     */
    public List<String> missing(boolean allPresent, boolean airGap) {
        if (allPresent && airGap) {
            return List.of();
        }
        List<String> missing = new ArrayList<>();
        for (String name : NAMES) {
            if (!values.containsKey(name)) {
                missing.add(name + " is not set, neither in the environment nor in .env");
            }
        }
        return missing;
    }

    /** Without values. */
    @Override
    public String toString() {
        return "TaoCredentials" + new TreeMap<>(values).keySet();
    }
}

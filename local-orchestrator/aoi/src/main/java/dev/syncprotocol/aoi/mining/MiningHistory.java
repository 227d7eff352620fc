package dev.syncprotocol.aoi.mining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code mining_history.json}: which samples each iteration has used (A16).
 *
 * @param keys sample keys by iteration, in order
 */
public record MiningHistory(Map<String, List<String>> keys) {
    /** Nothing was mined yet. */
    public static final MiningHistory NONE = new MiningHistory(Map.of());

    private static final String SCHEMA = "sync.aoi-mining-history/1";

    public MiningHistory {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        keys.forEach((phase, used) -> copy.put(phase, List.copyOf(used)));
        keys = Collections.unmodifiableMap(copy);
    }

    /** Every sample used before a phase; its own entry and later ones, left by an earlier try or seen by a replay, do not count. */
    public Set<String> before(String phase) {
        return keys.entrySet().stream()
                .takeWhile(entry -> !entry.getKey().equals(phase))
                .flatMap(entry -> entry.getValue().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The history with the samples of a phase, sorted; doing a phase again replaces its entry. */
    public MiningHistory with(String phase, Collection<String> used) {
        Map<String, List<String>> next = new LinkedHashMap<>(keys);
        next.put(phase, used.stream().sorted().toList());
        return new MiningHistory(next);
    }

    /** The history of a file; none when there is no file. */
    public static MiningHistory read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return NONE;
        }
        Map<String, List<String>> keys = new LinkedHashMap<>();
        JsonNode phases = SyncJson.read(Files.readString(file)).get("iterations");
        for (Map.Entry<String, JsonNode> phase : phases.properties()) {
            List<String> used = new ArrayList<>();
            phase.getValue().forEach(key -> used.add(key.textValue()));
            keys.put(phase.getKey(), used);
        }
        return new MiningHistory(keys);
    }

    /** Writes the history by atomic replacement. */
    public void write(Path file) throws IOException {
        ObjectNode tree = SyncJson.object().put("schema", SCHEMA);
        ObjectNode phases = tree.putObject("iterations");
        keys.forEach((phase, used) -> {
            ArrayNode list = phases.putArray(phase);
            used.forEach(list::add);
        });
        AtomicFile.replace(file, SyncJson.pretty(tree).getBytes(StandardCharsets.UTF_8));
    }
}

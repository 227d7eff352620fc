package dev.syncprotocol.gates.pool;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * How a record was made.
 *
 * @param role id of the role
 * @param style id of the style
 * @param templateId id of the template
 * @param sourceId the source item
 * @param entities named in the source; empty where the source names none
 * @param gold the source's gold structure (preflight.md section 5.8)
 * @param difficulty the score, in a balanced file
 * @param bucket {@code easy}, {@code medium} or {@code hard}, in a balanced file
 */
public record PoolMeta(
        Optional<String> role,
        Optional<String> style,
        Optional<String> templateId,
        Optional<String> sourceId,
        List<String> entities,
        Optional<JsonNode> gold,
        Optional<Double> difficulty,
        Optional<String> bucket) {
    /** Of a record nobody knows anything about. */
    public static final PoolMeta NONE = new PoolMeta(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public PoolMeta {
        entities = List.copyOf(entities);
    }
}

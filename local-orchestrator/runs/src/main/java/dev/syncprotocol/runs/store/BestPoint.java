package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;

/**
 * An evaluation that won.
 *
 * @param value of the primary metric, finite
 * @param step global optimizer step
 * @param epoch from 1
 */
public record BestPoint(double value, long step, long epoch) {
    static BestPoint of(MetricsRow row) {
        return new BestPoint(row.primary(), row.step(), row.epoch());
    }

    static BestPoint of(JsonNode node) {
        return new BestPoint(
                node.path("primary_value").asDouble(),
                node.path("step").asLong(),
                node.path("epoch").asLong());
    }

    ObjectNode tree() {
        return SyncJson.object().put("primary_value", value).put("step", step).put("epoch", epoch);
    }
}

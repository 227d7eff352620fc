package dev.syncprotocol.gates.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A sample's scores and the proof of the call.
 *
 * @param scores 0..1 by dimension
 * @param call what is known about the call
 */
public record Scored(Map<String, Double> scores, ScorerCall call) {
    public Scored {
        scores = Map.copyOf(scores);
    }

    /** The scores in a model's reply: its outermost JSON object; empty where a dimension is missing or outside 0..1. */
    public static Optional<Map<String, Double>> read(String reply, List<String> dimensions) {
        int begin = reply.indexOf('{');
        int end = reply.lastIndexOf('}');
        if (begin < 0 || end < begin) {
            return Optional.empty();
        }
        try {
            return of(SyncJson.read(reply.substring(begin, end + 1)), dimensions);
        } catch (UncheckedIOException e) {
            // A model may say anything: no JSON is no score, and the caller says so.
            return Optional.empty();
        }
    }

    private static Optional<Map<String, Double>> of(JsonNode tree, List<String> dimensions) {
        Map<String, Double> scores = new TreeMap<>();
        for (String name : dimensions) {
            double value = tree.path(name).isNumber() ? tree.get(name).doubleValue() : Double.NaN;
            if (!(value >= 0 && value <= 1)) {
                return Optional.empty();
            }
            scores.put(name, value);
        }
        return Optional.of(scores);
    }

    /** The plain mean over the dimensions. */
    public double mean() {
        return scores.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }
}

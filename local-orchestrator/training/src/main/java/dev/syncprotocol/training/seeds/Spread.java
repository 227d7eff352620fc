package dev.syncprotocol.training.seeds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A figure over several seeds.
 *
 * @param n how many have it
 * @param mean of theirs
 * @param std standard deviation with divisor n - 1; empty for one
 */
public record Spread(int n, double mean, OptionalDouble std) {
    /** Of at least one value. */
    static Spread of(List<Double> values) {
        int n = values.size();
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return new Spread(n, mean, n < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(squares / (n - 1))));
    }

    /** For people: mean, deviation, how many. */
    public String words() {
        String around = std.isPresent() ? String.format(Locale.ROOT, " +- %.4f", std.getAsDouble()) : "";
        return String.format(Locale.ROOT, "%.4f%s over %d seed%s", mean, around, n, n == 1 ? "" : "s");
    }

    ObjectNode tree() {
        ObjectNode tree = SyncJson.object().put("n", n).put("mean", mean);
        return tree.put("std", std.isPresent() ? (Double) std.getAsDouble() : null);
    }
}

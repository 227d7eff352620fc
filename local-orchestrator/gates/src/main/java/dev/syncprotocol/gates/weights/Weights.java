package dev.syncprotocol.gates.weights;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Weights of the reward's dimensions (S2-1.9a, preflight.md section 5.11). Any numbers: {@link #failures} judges them.
 *
 * @param of weight by dimension, sorted
 */
public record Weights(SortedMap<String, Double> of) {
    private static final double SUM_TOLERANCE = 1e-6;
    private static final double LARGEST = 0.5 + 1e-9;

    /** Copies. */
    public Weights {
        of = new TreeMap<>(of);
    }

    /** Equal weights over these dimensions. */
    public static Weights equal(Collection<String> dimensions) {
        SortedMap<String, Double> shares = new TreeMap<>();
        dimensions.forEach(name -> shares.put(name, 1.0 / dimensions.size()));
        return new Weights(shares);
    }

    /**
     * The {@code weights} of a weights file; its other keys may be anything.
     *
     * @throws SyncException {@code preflight_failed} for no JSON, a key given twice, no object, or a value that is no number
     */
    public static Weights read(byte[] file) {
        JsonNode weights = tree(file).path("weights");
        if (!weights.isObject()) {
            throw refused("it has no object named weights", null);
        }
        SortedMap<String, Double> read = new TreeMap<>();
        weights.properties().forEach(entry -> read.put(entry.getKey(), number(entry)));
        return new Weights(read);
    }

    private static JsonNode tree(byte[] file) {
        try {
            return SyncJson.read(new String(file, StandardCharsets.UTF_8));
        } catch (UncheckedIOException e) {
            throw refused(e.getCause().getMessage(), e);
        }
    }

    private static double number(Map.Entry<String, JsonNode> entry) {
        if (!entry.getValue().isNumber()) {
            throw refused("the weight of " + entry.getKey() + " is no number", null);
        }
        return entry.getValue().doubleValue();
    }

    private static SyncException refused(String why, @Nullable Throwable cause) {
        return new SyncException(
                ErrorCode.PREFLIGHT_FAILED, "no weights file: " + why, cause, null, List.of(), List.of());
    }

    /** Every rule these weights break, in the order of the specification; empty when they pass. */
    public List<WeightFault> failures() {
        List<WeightFault> faults = new ArrayList<>();
        add(faults, of.isEmpty(), WeightFault.EMPTY);
        add(faults, of.values().stream().anyMatch(weight -> weight < 0), WeightFault.NEGATIVE);
        boolean finite = of.values().stream().allMatch(Double::isFinite);
        boolean normal = of.isEmpty() || Math.abs(sum() - 1) < SUM_TOLERANCE;
        add(faults, finite && !normal, WeightFault.NOT_NORMALISED);
        add(faults, of.values().stream().anyMatch(weight -> weight > LARGEST), WeightFault.DIMENSION_ABOVE_HALF);
        add(faults, !finite, WeightFault.NOT_FINITE);
        return faults;
    }

    private static void add(List<WeightFault> faults, boolean broken, WeightFault fault) {
        if (broken) {
            faults.add(fault);
        }
    }

    /** Compensated addition over the sorted keys (Kahan, Babuska): the order in a file cannot decide. */
    public double sum() {
        double sum = 0;
        double lost = 0;
        for (double weight : of.values()) {
            double next = sum + weight;
            lost += Math.abs(sum) >= Math.abs(weight) ? (sum - next) + weight : (weight - next) + sum;
            sum = next;
        }
        return sum + lost;
    }

    /** The weighted sum of scores; {@code data_invalid} where a dimension has no score. */
    public double apply(Map<String, Double> scores) {
        double sum = 0;
        for (Map.Entry<String, Double> entry : of.entrySet()) {
            Double score = scores.get(entry.getKey());
            if (score == null) {
                throw new SyncException(ErrorCode.DATA_INVALID, "no score for the dimension " + entry.getKey());
            }
            sum += entry.getValue() * score;
        }
        return sum;
    }
}

package dev.syncprotocol.gates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Twenty bins of equal width from the smallest to the largest value; empty for no values.
 *
 * @param from the smallest value
 * @param to the largest
 * @param counts one a bin; never changed
 */
public record Histogram(double from, double to, int[] counts) {
    private static final int BINS = 20;

    /** Counts. */
    public static Histogram of(double[] values) {
        if (values.length == 0) {
            return new Histogram(0, 0, new int[0]);
        }
        double from = DoubleStream.of(values).min().orElseThrow();
        double to = DoubleStream.of(values).max().orElseThrow();
        int[] counts = new int[BINS];
        for (double value : values) {
            int bin = to == from ? 0 : (int) ((value - from) / (to - from) * BINS);
            counts[Math.min(bin, BINS - 1)]++;
        }
        return new Histogram(from, to, counts);
    }

    /** As it stands in reports. */
    public ObjectNode tree() {
        ObjectNode node = SyncJson.object().put("from", from).put("to", to);
        Arrays.stream(counts).forEach(node.putArray("counts")::add);
        return node;
    }
}

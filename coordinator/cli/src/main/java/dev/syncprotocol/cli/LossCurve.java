package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The losses of {@code reports/metrics.jsonl}, in step order.
 *
 * @param losses one a step
 */
record LossCurve(List<Double> losses) {
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final int WIDTH = 40;

    LossCurve {
        losses = List.copyOf(losses);
    }

    static LossCurve read(Path metrics) throws IOException {
        return new LossCurve(Files.readAllLines(metrics).stream()
                .map(SyncJson::read)
                .map(row -> row.path("loss"))
                .filter(JsonNode::isNumber)
                .map(JsonNode::doubleValue)
                .toList());
    }

    int steps() {
        return losses.size();
    }

    double first() {
        return losses.isEmpty() ? 0 : losses.get(0);
    }

    double last() {
        return losses.isEmpty() ? 0 : losses.get(losses.size() - 1);
    }

    String firstShown() {
        return String.format(Locale.ROOT, "%.4f", first());
    }

    String lastShown() {
        return String.format(Locale.ROOT, "%.4f", last());
    }

    /** The curve in one line of block characters. */
    String sparkline() {
        double low = losses.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double high = losses.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        StringBuilder line = new StringBuilder();
        int columns = Math.min(WIDTH, losses.size());
        for (int column = 0; column < columns; column++) {
            double loss = losses.get(column * losses.size() / columns);
            double share = high > low ? (loss - low) / (high - low) : 0;
            line.append(BARS.charAt((int) Math.round(share * (BARS.length() - 1))));
        }
        return line.toString();
    }
}

package dev.syncprotocol.aoi.report.reading;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The losses of a training, from {@code train/status.json}: one pair a validation, with the last training loss before it.
 *
 * @param train training losses
 * @param validation validation losses, as many
 */
public record LossSeries(List<Double> train, List<Double> validation) {
    private static final double RISE = 1.05;

    public LossSeries {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
    }

    static LossSeries read(Path statusFile) throws IOException {
        List<Double> train = new ArrayList<>();
        List<Double> validation = new ArrayList<>();
        double last = Double.NaN;
        for (String line : Files.isRegularFile(statusFile) ? Files.readAllLines(statusFile) : List.<String>of()) {
            JsonNode kpi = kpi(line);
            last = kpi.path("train_loss").asDouble(last);
            if (kpi.path("val_loss").isNumber() && Double.isFinite(last)) {
                train.add(last);
                validation.add(kpi.get("val_loss").doubleValue());
            }
        }
        return new LossSeries(train, validation);
    }

    /** Whether the validation loss ended more than 5 % above its lowest while the training loss went on falling. */
    public boolean overfits() {
        if (validation.size() < 2) {
            return false;
        }
        int lowest = lowest();
        int end = validation.size() - 1;
        return validation.get(end) > validation.get(lowest) * RISE && train.get(end) < train.get(lowest);
    }

    /** The place of the lowest validation loss, from 0. */
    public int lowest() {
        int lowest = 0;
        for (int i = 1; i < validation.size(); i++) {
            lowest = validation.get(i) < validation.get(lowest) ? i : lowest;
        }
        return lowest;
    }

    /** The last line of a training that was killed may be half a line. */
    private static JsonNode kpi(String line) {
        try {
            return SyncJson.read(line).path("kpi");
        } catch (UncheckedIOException torn) {
            return SyncJson.object();
        }
    }
}

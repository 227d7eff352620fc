package dev.syncprotocol.djl.vision;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;

/** {@code status.json}, a JSON object a line as TAO writes it (specification §8.2), and {@code train.log}, the same for a person. */
final class TrainingLog {
    private final Path status;
    private final Path log;
    private final Clock clock;

    TrainingLog(Path folder, Clock clock) {
        status = folder.resolve("status.json");
        log = folder.resolve("train.log");
        this.clock = clock;
    }

    void started(String message) {
        write("STARTED", message, Map.of());
    }

    void running(String message, Map<String, Double> figures) {
        write("RUNNING", message, figures);
    }

    void succeeded(String message) {
        write("SUCCESS", message, Map.of());
    }

    void failed(String message) {
        write("FAILURE", message, Map.of());
    }

    private void write(String state, String message, Map<String, Double> figures) {
        ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
        ObjectNode line = SyncJson.object();
        line.put("date", "%d/%d/%d".formatted(now.getMonthValue(), now.getDayOfMonth(), now.getYear()));
        line.put("time", "%d:%d:%d".formatted(now.getHour(), now.getMinute(), now.getSecond()));
        line.put("status", state);
        line.put("verbosity", state.equals("FAILURE") ? "ERROR" : "INFO");
        line.put("message", message);
        if (!figures.isEmpty()) {
            ObjectNode kpi = line.putObject("kpi");
            figures.forEach(kpi::put);
        }
        append(status, SyncJson.compact(line));
        append(log, now.toInstant() + " " + message);
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(
                    file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

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
        write("STARTED", message, SyncJson.object());
    }

    /** An epoch is over, counted from 0. */
    void running(String message, int epoch, int epochs, Map<String, Double> figures) {
        ObjectNode further = SyncJson.object();
        further.put("epoch", epoch);
        further.put("max_epoch", epochs);
        ObjectNode kpi = further.putObject("kpi");
        figures.forEach(kpi::put);
        write("RUNNING", message, further);
    }

    void succeeded(String message) {
        write("SUCCESS", message, SyncJson.object());
    }

    void failed(String message) {
        write("FAILURE", message, SyncJson.object());
    }

    private void write(String state, String message, ObjectNode further) {
        ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
        ObjectNode line = SyncJson.object();
        line.put("date", "%d/%d/%d".formatted(now.getMonthValue(), now.getDayOfMonth(), now.getYear()));
        line.put("time", "%d:%d:%d".formatted(now.getHour(), now.getMinute(), now.getSecond()));
        line.put("status", state);
        line.put("verbosity", state.equals("FAILURE") ? "ERROR" : "INFO");
        line.put("message", message);
        line.setAll(further);
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

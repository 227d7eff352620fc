package dev.syncprotocol.aoi.choice;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.state.RunFolder;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The counts a phase reached on the frozen benchmark with the KPI's checkpoint and threshold, {@code benchmark/<phase>/benchmark.json}. */
public final class FrozenCounts {
    private static final String FILE = "benchmark.json";

    private FrozenCounts() {}

    /** Reads them; empty where the run has no benchmark, or not yet for this phase. */
    public static Optional<OperatingPoint> read(RunFolder run, Phase phase) throws IOException {
        Path file = run.benchmark(phase).resolve(FILE);
        return Files.isRegularFile(file) ? Optional.of(point(SyncJson.read(Files.readString(file)))) : Optional.empty();
    }

    private static OperatingPoint point(JsonNode tree) {
        JsonNode counts = tree.path("counts");
        return new OperatingPoint(
                tree.path("threshold").doubleValue(),
                counts.path("tp").intValue(),
                counts.path("fp").intValue(),
                counts.path("tn").intValue(),
                counts.path("fn").intValue());
    }
}

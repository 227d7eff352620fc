package dev.syncprotocol.gates.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The cache-hit rate of recent scorer calls, strictly below a threshold (S2-2.2b, preflight.md section 5.12). Read from the
 * call log, never from a counter in memory; no calls are no evidence.
 *
 * @param log the call log
 * @param threshold the rate that fails, 0..1
 * @param window how many calls back, where no run is asked for
 * @param runId the run whose calls count; empty for the last calls
 */
public record AntiSimulation(Path log, double threshold, int window, Optional<String> runId) {
    /** Calls looked at where no run is asked for. */
    public static final int WINDOW = 1_000;

    /** The run of the last call in a log; empty where there is none. */
    public static Optional<String> lastRun(Path log) throws IOException {
        List<JsonNode> calls = CallLog.read(log);
        return calls.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(calls.get(calls.size() - 1).path("run_id").textValue())
                        .filter(id -> !id.isEmpty());
    }

    /** Judges. */
    public GateResult judge() throws IOException {
        List<JsonNode> all = CallLog.read(log);
        List<JsonNode> seen = runId.isPresent()
                ? all.stream()
                        .filter(call -> call.path("run_id").asText().equals(runId.get()))
                        .toList()
                : all.subList(Math.max(0, all.size() - window), all.size());
        long hits = seen.stream()
                .filter(call -> call.path("cache").asText().equals("hit"))
                .count();
        double rate = seen.isEmpty() ? 1 : (double) hits / seen.size();
        return new GateResult(
                "anti_simulation", values(seen, hits), thresholds(), Optional.empty(), findings(seen, rate));
    }

    private List<Finding> findings(List<JsonNode> seen, double rate) {
        if (seen.isEmpty()) {
            return List.of(Finding.rule("cache_hit_lt", Finding.ALL, "no scorer call in the window: no evidence"));
        }
        return rate < threshold
                ? List.of()
                : List.of(Finding.figure(
                        "cache_hit_lt",
                        Finding.ALL,
                        rate,
                        threshold,
                        "cache-hit rate " + rate + ", below " + threshold));
    }

    private ObjectNode values(List<JsonNode> seen, long hits) throws IOException {
        ObjectNode values = SyncJson.object().put("hits", hits).put("misses", seen.size() - hits);
        values.set("rate", seen.isEmpty() ? values.nullNode() : values.numberNode((double) hits / seen.size()));
        return values.put("run_id", runId.orElse(null))
                .put("window", window)
                .put("log_sha256", Files.isRegularFile(log) ? Sha256.ofFile(log).hex() : null);
    }

    private ObjectNode thresholds() {
        return SyncJson.object().put("cache_hit_lt", threshold);
    }
}

package dev.syncprotocol.cli;

import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sync preflight difficulty-metrics}. */
@Command(
        name = "difficulty-metrics",
        description = "Measure how difficult each record is.",
        footer = {"", "Example:", "  sync preflight difficulty-metrics --in data/rollouts/rc1_seed.jsonl"})
final class PreflightMetrics implements Verb {
    @Mixin
    private final MetricsOptions options = new MetricsOptions();

    private List<GateResult> measure(PreflightDoor door) throws IOException {
        if (options.calibrate == null) {
            return List.of(door.steps().metrics(options.order()));
        }
        String digest = door.steps().calibrate(options.in, options.calibrate).hex();
        return List.of(new GateResult(
                "calibration",
                SyncJson.object().put("file", options.calibrate).put("sha256", digest),
                SyncJson.object(),
                Optional.empty(),
                List.of()));
    }

    @Override
    public Answer answer(Invocation in) throws IOException {
        return PreflightCall.of(in, "difficulty-metrics").gates(this::measure);
    }
}

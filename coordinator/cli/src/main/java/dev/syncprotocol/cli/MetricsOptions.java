package dev.syncprotocol.cli;

import dev.syncprotocol.gates.rc1.Orders;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code difficulty-metrics}. Fields are filled by picocli. */
final class MetricsOptions {
    @Option(names = "--in", paramLabel = "FILE", description = "the pool (default: data/rollouts/rc1_seed.jsonl)")
    String in = Rc1Paths.POOL;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "the rows (default: data/rollouts/rc1_seed.metrics.jsonl)")
    String out = Rc1Paths.METRICS;

    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            description = "the frozen pool (default: the one this program ships)")
    @Nullable
    String calibration;

    @Option(names = "--calibrate", paramLabel = "FILE", description = "freeze the pool into this file instead")
    @Nullable
    String calibrate;

    Orders.Metrics order() {
        return new Orders.Metrics(in, out, Optional.ofNullable(calibration));
    }
}

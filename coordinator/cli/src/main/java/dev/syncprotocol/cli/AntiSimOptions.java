package dev.syncprotocol.cli;

import dev.syncprotocol.gates.rc1.Orders;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code assert-not-simulated}. Fields are filled by picocli. */
final class AntiSimOptions {
    @Option(
            names = {"--cache-hit-lt", "--cache_hit_lt"},
            paramLabel = "X",
            description = "the rate that fails (default: 0.90; round 2: 0.95)")
    @Nullable
    Double cacheHitLt;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "the last N calls instead of the last run (1000 where no run is known)")
    @Nullable
    Integer window;

    @Option(
            names = {"--run-id", "--run_id"},
            paramLabel = "ID",
            description = "the run whose calls count (default: that of the last call)")
    @Nullable
    String runId;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "the report (default: reports/preflight/anti_sim_round1.json)")
    @Nullable
    String out;

    Orders.AntiSim first() {
        return order(0.90, Rc1Paths.ANTI_SIM_1);
    }

    Orders.AntiSim second() {
        return order(0.95, Rc1Paths.ANTI_SIM_2);
    }

    private Orders.AntiSim order(double rate, String report) {
        return new Orders.AntiSim(
                cacheHitLt == null ? rate : cacheHitLt,
                Optional.ofNullable(window),
                Optional.ofNullable(runId),
                out == null ? report : out);
    }
}

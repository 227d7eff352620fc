package dev.syncprotocol.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sync preflight assert-not-simulated}. */
@Command(
        name = "assert-not-simulated",
        description = "Refuse a scorer whose recent answers come from a cache.",
        footer = {"", "Example:", "  sync preflight assert-not-simulated --cache_hit_lt 0.90"})
final class PreflightAntiSim implements Verb {
    @Mixin
    private final AntiSimOptions options = new AntiSimOptions();

    @Override
    public Answer answer(Invocation in) throws IOException {
        return PreflightCall.of(in, "assert-not-simulated")
                .gates(door -> List.of(door.steps().antiSimulation(options.first())));
    }
}

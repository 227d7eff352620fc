package dev.syncprotocol.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sync preflight build-pool}. */
@Command(
        name = "build-pool",
        description = "Build the rollout pool from sources and templates; same seed, same bytes.",
        footer = {"", "Example:", "  sync preflight build-pool --n 30000 --max_turns 6"})
final class PreflightBuildPool implements Verb {
    @Mixin
    private final BuildOptions options = new BuildOptions();

    @Override
    public Answer answer(Invocation in) throws IOException {
        return PreflightCall.of(in, "build-pool")
                .gates(door -> List.of(door.steps().buildPool(options.order(door.workspace()), options.out)));
    }
}

package dev.syncprotocol.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sync preflight probe-scorer}. */
@Command(
        name = "probe-scorer",
        description = "Prove that the scorer is live: real calls, real latency, real billing.",
        footer = {"", "Example:", "  sync preflight probe-scorer --n 8 --provider gemini --live"})
final class PreflightProbe implements Verb {
    @Mixin
    private final ProbeOptions options = new ProbeOptions();

    @Override
    public Answer answer(Invocation in) throws IOException {
        return PreflightCall.of(in, "probe-scorer")
                .gates(door -> List.of(door.steps().probe(options.order(in))));
    }
}

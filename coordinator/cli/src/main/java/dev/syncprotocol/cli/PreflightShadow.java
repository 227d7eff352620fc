package dev.syncprotocol.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sync preflight shadow-run}. */
@Command(
        name = "shadow-run",
        description = "Draw the held-out sample and compare the old and the new scorer on it.",
        footer = {"", "Example:", "  sync preflight shadow-run --n 245 --stratify --tag check"})
final class PreflightShadow implements Verb {
    @Mixin
    private final ShadowOptions options = new ShadowOptions();

    @Override
    public Answer answer(Invocation in) throws IOException {
        return PreflightCall.of(in, "shadow-run")
                .gates(door -> List.of(door.steps().shadow(options.order(in))));
    }
}

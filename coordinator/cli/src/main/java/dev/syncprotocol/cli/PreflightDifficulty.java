package dev.syncprotocol.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sync preflight validate-difficulty}. */
@Command(
        name = "validate-difficulty",
        description = "Judge the balanced pool: shares of hard and easy, and its limits.",
        footer = {"", "Example:", "  sync preflight validate-difficulty --min_hard_pct 0.30"})
final class PreflightDifficulty implements Verb {
    @Mixin
    private final DifficultyOptions options = new DifficultyOptions();

    @Override
    public Answer answer(Invocation in) throws IOException {
        return PreflightCall.of(in, "validate-difficulty")
                .gates(door -> List.of(door.steps().difficulty(options.order(), options.calibration())));
    }
}

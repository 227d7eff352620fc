package dev.syncprotocol.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;

/** {@code sync preflight round1}. */
@Command(
        name = "round1",
        description = {
            "Steps 1 to 10: every gate, then reports/preflight/round1.json.",
            "Flags of its steps go on with the step's name: --build-pool.n 6000."
        },
        footer = {"", "Example:", "  sync preflight round1"})
final class PreflightRound1 implements Verb {
    @Mixin
    private final RoundOptions options = new RoundOptions();

    @Unmatched
    private List<String> stepFlags = new ArrayList<>();

    @Override
    public Answer answer(Invocation in) throws IOException {
        return new PreflightRounds(in, options, stepFlags, "round1").play(List.of(1), 0);
    }
}

package dev.syncprotocol.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code sync preflight round2}. */
@Command(
        name = "round2",
        description = {
            "Step 11: round 1 still holds, the scorer again, then the ticket.",
            "Flags of its steps go on with the step's name: --build-pool.n 6000."
        },
        footer = {"", "Example:", "  sync preflight round2"})
final class PreflightRound2 implements Verb {
    @Mixin
    private final RoundOptions options = new RoundOptions();

    @Unmatched
    private List<String> stepFlags = new ArrayList<>();

    @Option(
            names = {"--ticket-max-age-h", "--ticket_max_age_h"},
            paramLabel = "H",
            description = "age limit of the ticket, hours (default: 0, none)")
    private double maxAge;

    @Override
    public Answer answer(Invocation in) throws IOException {
        return new PreflightRounds(in, options, stepFlags, "round2").play(List.of(2), maxAge);
    }
}

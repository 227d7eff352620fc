package dev.syncprotocol.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sync preflight validate-pool}. */
@Command(
        name = "validate-pool",
        description = "Judge a pool: variety, duplicates, lengths, roles, leaks.",
        footer = {"", "Example:", "  sync preflight validate-pool data/rollouts/rc1_seed.jsonl"})
final class PreflightValidatePool implements Verb {
    @Mixin
    private final ValidateOptions options = new ValidateOptions();

    @Parameters(paramLabel = "POOL", description = "the pool")
    private String pool = "";

    @Override
    public Answer answer(Invocation in) throws IOException {
        return PreflightCall.of(in, "validate-pool").gates(door -> door.steps().validatePool(options.order(pool)));
    }
}

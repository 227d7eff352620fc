package dev.syncprotocol.cli;

import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.rc1.Orders;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sync preflight check-weights}. */
@Command(
        name = "check-weights",
        description = "Check the weights file, the penalty switch and the penalty itself.",
        footer = {"", "Example:", "  sync preflight check-weights"})
final class PreflightWeights implements Verb {
    @Mixin
    private final WeightsOptions options = new WeightsOptions();

    @Override
    public Answer answer(Invocation in) throws IOException {
        return PreflightCall.of(in, "check-weights").gates(door -> judged(door, options.order(in)));
    }

    private static List<GateResult> judged(PreflightDoor door, Orders.WeightFiles files) throws IOException {
        return List.of(door.steps().weights(files), door.steps().penalty(files));
    }
}

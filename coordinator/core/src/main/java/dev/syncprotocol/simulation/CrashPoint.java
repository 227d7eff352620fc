package dev.syncprotocol.simulation;

import dev.syncprotocol.coordinator.ledger.LedgerStep;
import java.util.Optional;
import java.util.function.Consumer;

/** Lets the writer die right after one step, once. */
final class CrashPoint implements Consumer<LedgerStep> {
    private Optional<LedgerStep> armed = Optional.empty();

    void arm(Optional<LedgerStep> step) {
        armed = step;
    }

    @Override
    public void accept(LedgerStep step) {
        if (armed.equals(Optional.of(step))) {
            armed = Optional.empty();
            throw new WriterCrash(step.name());
        }
    }
}

package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.pool.Prestage;
import dev.syncprotocol.aoi.pool.PrestagePlan;
import dev.syncprotocol.protocol.error.ErrorCode;
import java.io.IOException;
import java.util.Optional;

/**
 * P10: what staging will write, and whether the disk has twice that.
 *
 * @param order the workspace and its disk
 * @param book gets the fault
 */
record StagingCheck(PreflightOrder order, CheckBook book) {
    /** What staging will do; empty where pairs or pool could not be read. */
    Optional<PrestagePlan> plan(Readable readable) throws IOException {
        if (readable.pairing().isEmpty() || readable.pool().isEmpty()) {
            return Optional.empty();
        }
        PrestagePlan plan = Prestage.plan(
                order.workspace(), readable.pairing().get(), readable.pool().get());
        room(plan);
        return Optional.of(plan);
    }

    private void room(PrestagePlan plan) throws IOException {
        long free = order.space().bytes(order.workspace().root());
        if (free < 2 * plan.bytesToWrite()) {
            book.fail(
                    "P10",
                    ErrorCode.PREFLIGHT_FAILED,
                    "expected " + 2 * plan.bytesToWrite() + " free bytes below "
                            + order.workspace().root() + ", found " + free);
        }
    }
}

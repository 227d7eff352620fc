package dev.syncprotocol.coordinator.ledger;

import java.time.Duration;

/**
 * How long a writer waits.
 *
 * @param lock longest wait for the ledger's lock
 * @param leftOver how long a ref lock must stay unchanged, under the ledger's lock, before it counts as left by a killed
 *     process and is removed; git's own ref locks live for moments
 */
public record LedgerPatience(Duration lock, Duration leftOver) {
    private static final Duration LEFT_OVER = Duration.ofMillis(1_500);

    /** The given wait for the lock, and a second and a half for a left-over ref lock. */
    public static LedgerPatience of(Duration lock) {
        return new LedgerPatience(lock, LEFT_OVER);
    }
}

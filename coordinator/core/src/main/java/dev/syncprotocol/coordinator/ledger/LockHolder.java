package dev.syncprotocol.coordinator.ledger;

import java.time.Instant;

/**
 * Who took the ledger's lock last ({@code ledger.holder.json}); for messages only, the lock itself is the kernel's.
 *
 * @param pid process
 * @param host machine
 * @param since when it took it
 */
public record LockHolder(long pid, String host, Instant since) {}

package dev.syncprotocol.coordinator.ledger;

/**
 * Where the ledger ends.
 *
 * @param commit the newest commit, 40 hex digits
 * @param records how many records there are
 */
public record LedgerHead(String commit, int records) {}

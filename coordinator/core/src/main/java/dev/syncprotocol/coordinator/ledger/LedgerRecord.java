package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.coordinator.round.RecordedEvent;
import dev.syncprotocol.protocol.digest.Sha256;
import java.util.Optional;

/**
 * One record of the ledger: an event, its file and its commit.
 *
 * @param recorded the event with its numbers and its instant
 * @param path the event's file on the branch
 * @param sha256 digest of that file
 * @param parent digest of the event file before; empty for the first record
 * @param commit the commit that added it; empty where a single round was read without its history
 */
public record LedgerRecord(
        RecordedEvent recorded, String path, Sha256 sha256, Optional<Sha256> parent, Optional<String> commit) {}

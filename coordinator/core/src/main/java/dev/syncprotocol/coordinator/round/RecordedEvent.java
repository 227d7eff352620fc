package dev.syncprotocol.coordinator.round;

import java.time.Instant;

/**
 * An event with its place in the ledger.
 *
 * @param record its number in the whole ledger, from 1 without gaps
 * @param sequence its number within the round, from 1 without gaps
 * @param at when it was recorded
 * @param event what happened
 */
public record RecordedEvent(int record, int sequence, Instant at, RoundEvent event) {}

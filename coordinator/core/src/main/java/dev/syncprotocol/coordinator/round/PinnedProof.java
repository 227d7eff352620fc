package dev.syncprotocol.coordinator.round;

/**
 * A proof and the record that pins it.
 *
 * @param record the record
 * @param proof the proof
 */
public record PinnedProof(int record, NeedProof proof) {}

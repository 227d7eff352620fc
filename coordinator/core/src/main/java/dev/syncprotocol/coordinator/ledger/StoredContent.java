package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.protocol.digest.Sha256;

/**
 * The content of a small artifact, to be stored beside the event that records it.
 *
 * @param sha256 its digest, which is also its name in the ledger
 * @param bytes the content
 */
public record StoredContent(Sha256 sha256, byte[] bytes) {
    /** A content under its own digest. */
    public static StoredContent of(byte[] bytes) {
        return new StoredContent(Sha256.of(bytes), bytes);
    }
}

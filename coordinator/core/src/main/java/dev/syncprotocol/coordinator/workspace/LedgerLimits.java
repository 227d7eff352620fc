package dev.syncprotocol.coordinator.workspace;

/**
 * Limits of what the ledger keeps.
 *
 * @param maxArtifactBytes largest artifact whose content is stored in the ledger, in bytes
 */
public record LedgerLimits(long maxArtifactBytes) {
    /** 5 MiB (coordinator.md section 5). */
    public static final LedgerLimits STANDARD = new LedgerLimits(5L << 20);

    /** Refuses a negative size. */
    public LedgerLimits {
        if (maxArtifactBytes < 0) {
            throw new IllegalArgumentException("a size is not negative, found: " + maxArtifactBytes);
        }
    }
}

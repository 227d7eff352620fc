package dev.syncprotocol.coordinator.ledger;

/**
 * One thing in which the ledger, or an artifact it pins, differs from what it should be.
 *
 * @param kind missing, changed or unexpected
 * @param subject what it is about: a path on the branch, a commit, or a path of the work tree
 * @param detail one sentence with both values
 */
public record LedgerFinding(Kind kind, String subject, String detail) {
    /** How it differs. */
    public enum Kind {
        /** It should be there. */
        MISSING,
        /** It is there with other content. */
        CHANGED,
        /** It should not be there. */
        UNEXPECTED
    }
}

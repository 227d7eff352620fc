package dev.syncprotocol.agent.fulfil;

import dev.syncprotocol.coordinator.round.AskedNeed;

/**
 * What came of one need.
 *
 * @param asked the need
 * @param result whether a draft was accepted
 * @param drafts how many drafts were checked
 * @param reason one line fit to be shown: why not, or what is to be known of what was accepted; or empty
 */
public record NeedOutcome(AskedNeed asked, Result result, int drafts, String reason) {
    /** Whether a draft was accepted. */
    public enum Result {
        /** Every rule holds. */
        ACCEPTED,
        /** No draft was accepted. */
        UNFULFILLED,
        /** Nobody was asked: a dry run. */
        PLANNED
    }

    /** Whether a draft was accepted. */
    public boolean accepted() {
        return result == Result.ACCEPTED;
    }
}

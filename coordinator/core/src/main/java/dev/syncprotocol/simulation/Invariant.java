package dev.syncprotocol.simulation;

import java.util.Locale;

/** What must hold after every step of a history (coordinator.md sections 4 to 7). */
public enum Invariant {
    /** Records, and the events of a round, are numbered from 1 without gaps, and each names the digest of the one before. */
    NUMBERED_WITHOUT_GAPS,
    /** What was recorded before is still there, unchanged. */
    NOTHING_REWRITTEN,
    /** Every round is the fold of its events, and its state the one a second reading of the events gives. */
    STATE_IS_THE_FOLD,
    /** Every accepted package is recorded exactly once, byte for byte, and no other. */
    EACH_PACKAGE_ONCE,
    /** The open needs are those that no record ever proved. */
    OPEN_IS_NEVER_PROVED,
    /** A need is proved only where the party asked declared it, by the bytes that were there. */
    PROVED_IS_DECLARED_AND_THERE,
    /** The gate is open exactly when the round allows it and every required need holds when it is looked at again. */
    GATE_OPEN_IS_VERIFIED,
    /** A refusal changes nothing but the list of refusals. */
    REFUSAL_CHANGES_NOTHING,
    /** At most one launch for a round and its inputs, unless it failed; no engine without its record. */
    LAUNCHED_ONCE,
    /** A command fails only for a reason that the contract names. */
    NEXT_COMMAND_WORKS,
    /** An engine that has ended is found by the next command. */
    ENDED_ENGINE_IS_RECORDED,
    /** {@code verify} names what was tampered with, and nothing else. */
    VERIFY_NAMES_THE_TAMPERED,
    /** {@code git fsck --strict} finds nothing. */
    FSCK_CLEAN;

    /** The word for people and documents. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

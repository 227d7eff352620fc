package dev.syncprotocol.coordinator.round;

import dev.syncprotocol.protocol.ExternalNeed;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;

/**
 * A need with who owes it and since when. {@code (round, name, path)} is its identity: names are unique
 * within a package, and more than one package of a round may ask.
 *
 * @param party who is asked
 * @param external whether that is an external party: the gate waits for those only, never for the local party itself
 * @param round the round whose package asked for it
 * @param need the demand
 */
public record AskedNeed(Party party, boolean external, RoundNumber round, ExternalNeed need) {
    /** Whether the gate waits for it. */
    public boolean gating() {
        return external && need.required();
    }

    /** The need's name. */
    public String name() {
        return need.name();
    }
}

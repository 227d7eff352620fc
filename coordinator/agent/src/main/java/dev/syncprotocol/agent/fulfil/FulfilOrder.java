package dev.syncprotocol.agent.fulfil;

import dev.syncprotocol.protocol.Party;
import java.util.Optional;

/**
 * What is to be fulfilled.
 *
 * @param party the external party whose needs they are
 * @param need the name of the only need; empty for all that are open
 * @param tries most drafts a need, and most packages; at least 1
 */
public record FulfilOrder(Party party, Optional<String> need, int tries) {
    /** Drafts a need where nobody says otherwise. */
    public static final int STANDARD_TRIES = 3;

    /** Refuses no try at all. */
    public FulfilOrder {
        if (tries < 1) {
            throw new IllegalArgumentException("at least one draft is allowed, found: " + tries);
        }
    }
}

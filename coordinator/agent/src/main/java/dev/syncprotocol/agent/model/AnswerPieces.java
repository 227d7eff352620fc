package dev.syncprotocol.agent.model;

/** Hears of an answer while it comes; called on a thread of the transport. */
@FunctionalInterface
public interface AnswerPieces {
    /** Nobody listens. */
    AnswerPieces NOBODY = characters -> {};

    /** This many characters of text or tool arguments came. */
    void came(int characters);
}

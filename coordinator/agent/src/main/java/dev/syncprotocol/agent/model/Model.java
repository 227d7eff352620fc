package dev.syncprotocol.agent.model;

/** A language model that answers once (port: live over the network, or recorded exchanges played back). */
public interface Model {
    /**
     * Asks once, without repeating anything.
     *
     * @param maxOutputTokens longest answer asked for
     * @param pieces hears the text while it comes
     * @throws ModelFailure when no usable answer came
     */
    ModelReply ask(Ask ask, int maxOutputTokens, AnswerPieces pieces);

    /** Where answers come from. */
    Origin origin();

    /** Where answers come from. */
    enum Origin {
        /** A provider was asked. */
        LIVE,
        /** Recorded before; nobody was asked. */
        REPLAY
    }
}

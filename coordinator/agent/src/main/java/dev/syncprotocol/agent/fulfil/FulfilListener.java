package dev.syncprotocol.agent.fulfil;

import dev.syncprotocol.agent.model.AnswerPieces;
import dev.syncprotocol.coordinator.round.AskedNeed;
import java.util.List;

/** Hears how a fulfilment goes on; every text is fit to be shown. */
public interface FulfilListener extends AnswerPieces {
    /** Nobody listens. */
    FulfilListener NOBODY = new FulfilListener() {};

    @Override
    default void came(int characters) {}

    /** A need is begun. */
    default void began(AskedNeed need) {}

    /** The model called a tool; the answer is what the model is told, on one line. */
    default void called(String tool, String answer) {}

    /** A draft was checked. */
    default void checked(AskedNeed need, List<String> broken) {}

    /** A need is done with. */
    default void ended(NeedOutcome outcome) {}

    /** The package is being written. */
    default void packaging() {}
}

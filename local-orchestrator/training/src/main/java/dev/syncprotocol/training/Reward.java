package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Judges an answer. The same answer has the same score whenever it is asked for: a resumed run must see what the whole
 * run saw.
 */
public interface Reward {

    /**
     * An answer and what it is an answer to.
     *
     * @param prompt the text the model was given
     * @param text what it answered
     * @param reference the data row's {@code output}
     * @param ended whether the answer has an end, or was cut at the most tokens allowed
     * @param meta what the data row says about itself; an empty object where it says nothing
     */
    record Answer(String prompt, String text, String reference, boolean ended, JsonNode meta) {}

    /** The score; NaN where this reward has nothing to say about the answer. Never infinite. */
    double score(Answer answer);
}

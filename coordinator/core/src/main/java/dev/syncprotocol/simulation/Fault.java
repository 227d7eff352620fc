package dev.syncprotocol.simulation;

import java.util.Locale;

/** What goes wrong in a simulated history. */
public enum Fault {
    /** The same bytes come again. */
    DUPLICATE,
    /** A package names a round that is over. */
    LATE,
    /** A package names a round that is not open yet. */
    EARLY,
    /** A step comes before the one that should precede it. */
    REORDERED,
    /** The text ends in the middle. */
    TRUNCATED_JSON,
    /** Another package of the same party for the same round. */
    OTHER_CONTENT,
    /** One bit of a delivered file flips. */
    CHANGED_FILE,
    /** A declared file is not there. */
    MISSING_FILE,
    /** The declared digest is not that of the file. */
    WRONG_DIGEST,
    /** Two askers give different demands the same name. */
    NAME_CLASH,
    /** The writer dies right after one of its steps. */
    WRITER_CRASH,
    /** Whoever started the engine dies before it wrote the process down. */
    STARTER_CRASH,
    /** The clock goes back by an hour. */
    CLOCK_BACK,
    /** The engine vanishes without a word. */
    ENGINE_LOST,
    /** The engine ends with an error. */
    ENGINE_FAILED,
    /** The engine is told to stop. */
    ENGINE_STOPPED,
    /** The round is given up. */
    ABANDONED_ROUND,
    /** Somebody resets the branch to an older record, and back. */
    LEDGER_CUT_BACK;

    /** The word for people and documents, for example {@code truncated_json}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

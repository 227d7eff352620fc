package dev.syncprotocol.simulation;

/** What one step of a history does. */
enum Verb {
    OPEN_ROUND,
    REPORT,
    LOCAL_PACKAGE,
    GEMINI_PACKAGE,
    CURATOR_PACKAGE,
    RESEND,
    LAUNCH,
    LOOP,
    STOP,
    ABANDON,
    FLIP_A_BIT,
    SET_CLOCK_BACK,
    CUT_LEDGER_BACK
}

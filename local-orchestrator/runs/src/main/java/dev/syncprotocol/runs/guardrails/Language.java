package dev.syncprotocol.runs.guardrails;

import java.util.Locale;

/** The languages of the texts. */
public enum Language {
    /** English. */
    EN,
    /** Russian. */
    RU,
    /** Chinese. */
    ZH;

    /** The word people type. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

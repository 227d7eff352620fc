package dev.syncprotocol.aoi.log;

import java.util.Locale;

/** How a stage ended. An interrupted stage leaves no entry. */
public enum EntryStatus {
    OK,
    ERROR;

    /** The word in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.syncprotocol.runs.store;

import java.util.Locale;

/** How a finished run ended. */
public enum RunStatus {
    /** The trainer ended well and left a best checkpoint, or was told to keep none. */
    OK,
    /** The trainer ended with an error. */
    FAILED,
    /** No evaluation with a finite primary value has a checkpoint. */
    NO_BEST;

    /** The word in manifests and the registry. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static RunStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}

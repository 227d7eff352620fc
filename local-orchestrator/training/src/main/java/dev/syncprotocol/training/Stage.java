package dev.syncprotocol.training;

import java.util.Locale;

/** Where in a run a failure happened, as {@code stage} of the error report names it. */
public enum Stage {
    /** Reading config, model or data, before the first step. */
    SETUP,
    /** Making a batch. */
    DATA,
    /** The strategy. */
    STRATEGY,
    /** Forward, backward or update. */
    ENGINE,
    /** A callback: metrics, checkpoint, evaluation. */
    CALLBACK,
    /** Writing what ends a run. */
    END;

    /** The word in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

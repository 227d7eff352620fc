package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;

/** The refusals all wishes share. */
final class Wish {
    private Wish() {}

    static void oneOf(String option, String value, List<String> words) {
        require(words.contains(value), option + " is one of " + String.join(", ", words) + ", not " + value);
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new SyncException(ErrorCode.USAGE, otherwise);
        }
    }
}

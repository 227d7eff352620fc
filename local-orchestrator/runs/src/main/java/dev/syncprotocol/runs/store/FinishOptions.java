package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Locale;

/**
 * What is asked of a finish. It stands in {@code .closing}, so that a repeat after a crash does the same.
 *
 * @param exitCode the trainer's, 0 when it ended well
 * @param promotion which runs may enter the showcase
 */
public record FinishOptions(int exitCode, Promotion promotion) {
    /** Which runs may enter the showcase. */
    public enum Promotion {
        /** Runs that ended well. */
        OK_ONLY,
        /** Also runs whose trainer failed. */
        FAILED_TOO,
        /** None. */
        NEVER
    }

    /** A trainer that ended well. */
    public static final FinishOptions OK = new FinishOptions(0, Promotion.OK_ONLY);

    ObjectNode closing(String at) {
        return SyncJson.object()
                .put("at", at)
                .put("exit_code", exitCode)
                .put("promotion", promotion.name().toLowerCase(Locale.ROOT));
    }

    static FinishOptions of(JsonNode closing) {
        return new FinishOptions(
                closing.path("exit_code").asInt(),
                Promotion.valueOf(closing.path("promotion").asText().toUpperCase(Locale.ROOT)));
    }

    boolean allows(RunStatus status) {
        return switch (promotion) {
            case OK_ONLY -> status == RunStatus.OK;
            case FAILED_TOO -> status != RunStatus.NO_BEST;
            case NEVER -> false;
        };
    }
}

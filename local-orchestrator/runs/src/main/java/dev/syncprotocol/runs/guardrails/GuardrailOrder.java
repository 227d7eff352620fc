package dev.syncprotocol.runs.guardrails;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.runs.store.StorePlaces;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * What is asked for.
 *
 * @param language of the texts
 * @param only for this audience; empty for all
 * @param places as configured
 * @param exit the exit code of a refusal
 */
public record GuardrailOrder(
        Language language, Optional<Audience> only, StorePlaces places, ToIntFunction<ErrorCode> exit) {
    boolean wants(Audience audience) {
        return only.map(audience::equals).orElse(true);
    }
}

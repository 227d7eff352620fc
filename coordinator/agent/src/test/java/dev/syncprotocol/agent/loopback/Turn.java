package dev.syncprotocol.agent.loopback;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider answers: text, calls, or a fault.
 *
 * @param text the text; empty for none
 * @param calls the tools it calls
 * @param status the HTTP status
 * @param raw a body to send instead of a well-formed one
 * @param stall whether the connection is held open without an end
 * @param retryAfter the header of that name
 */
public record Turn(
        String text,
        List<Call> calls,
        int status,
        @Nullable String raw,
        boolean stall,
        @Nullable String retryAfter) {
    /**
     * A call of a tool.
     *
     * @param name the tool
     * @param arguments its arguments; values are texts, numbers, lists and maps
     */
    public record Call(String name, Map<String, Object> arguments) {}

    /** A text. */
    public static Turn says(String text) {
        return new Turn(text, List.of(), 200, null, false, null);
    }

    /** Calls of tools. */
    public static Turn calls(Call... calls) {
        return new Turn("", List.of(calls), 200, null, false, null);
    }

    /** One call. */
    public static Turn calls(String name, Map<String, Object> arguments) {
        return calls(new Call(name, arguments));
    }

    /** An error status with these words. */
    public static Turn fails(int status, String words) {
        return new Turn("", List.of(), status, words, false, null);
    }

    /** An error status that asks to wait. */
    public static Turn busy(int seconds) {
        return new Turn("", List.of(), 429, "{\"error\":\"busy\"}", false, Integer.toString(seconds));
    }

    /** Status 200 and a body of one's own. */
    public static Turn sends(String raw) {
        return new Turn("", List.of(), 200, raw, false, null);
    }

    /** A body that begins and never ends. */
    public static Turn stalls(String beginning) {
        return new Turn("", List.of(), 200, beginning, true, null);
    }
}

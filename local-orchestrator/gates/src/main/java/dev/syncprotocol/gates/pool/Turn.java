package dev.syncprotocol.gates.pool;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One turn of a record.
 *
 * @param role {@code user}, {@code assistant} or {@code tool}
 * @param content what is said
 * @param clarify whether an assistant turn asks back
 * @param toolCall the call an assistant turn makes, as it stands in the file
 * @param tool the tool that speaks, in a tool turn
 */
public record Turn(String role, String content, boolean clarify, Optional<JsonNode> toolCall, Optional<String> tool) {
    /** Role of the person who asks. */
    public static final String USER = "user";

    /** Role of the model. */
    public static final String ASSISTANT = "assistant";

    /** Role of a tool that answers. */
    public static final String TOOL = "tool";

    /** A turn that only says something. */
    public static Turn says(String role, String content) {
        return new Turn(role, content, false, Optional.empty(), Optional.empty());
    }

    /** An assistant turn that asks back. */
    public static Turn asksBack(String content) {
        return new Turn(ASSISTANT, content, true, Optional.empty(), Optional.empty());
    }

    /** An assistant turn that calls a tool. */
    public static Turn calls(String content, JsonNode call) {
        return new Turn(ASSISTANT, content, false, Optional.of(call), Optional.empty());
    }

    /** A tool's answer. */
    public static Turn answers(String tool, String content) {
        return new Turn(TOOL, content, false, Optional.empty(), Optional.of(tool));
    }

    /** Whether a tool speaks. */
    public boolean ofTool() {
        return role.equals(TOOL);
    }
}

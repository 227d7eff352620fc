package dev.syncprotocol.agent.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A request as a provider understands it, whatever protocol it came by.
 *
 * @param system the system text
 * @param texts the user texts, oldest first
 * @param toolResults what its tools answered so far, oldest first
 * @param tools the names of the tools it may call
 * @param structured whether it is to answer by a JSON Schema
 * @param body the request as it came
 */
public record Heard(
        String system,
        List<String> texts,
        List<String> toolResults,
        List<String> tools,
        boolean structured,
        JsonNode body) {
    /** Whether any text so far holds this. */
    public boolean says(String words) {
        return texts.stream().anyMatch(text -> text.contains(words));
    }

    /** What its tools answered last; empty before the first. */
    public String lastResult() {
        return toolResults.isEmpty() ? "" : toolResults.get(toolResults.size() - 1);
    }
}

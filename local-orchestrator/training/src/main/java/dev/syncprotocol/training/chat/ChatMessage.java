package dev.syncprotocol.training.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * One message of a dialogue, in the form chat APIs exchange.
 *
 * @param role who speaks
 * @param content what is said; may be empty
 * @param reasoning what an assistant thought before; empty where nothing is known
 * @param calls the tools an assistant calls
 */
public record ChatMessage(Role role, String content, String reasoning, List<ToolCall> calls) {
    public ChatMessage {
        calls = List.copyOf(calls);
    }

    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT,
        /** A tool that answers a call. */
        TOOL;

        /** Its word in messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A call of a tool.
     *
     * @param name of the tool
     * @param arguments its arguments, or a text that already is their JSON
     */
    public record ToolCall(String name, JsonNode arguments) {
        static ToolCall of(JsonNode call) {
            JsonNode function = call.has("function") ? call.path("function") : call;
            return new ToolCall(function.path("name").asText(), function.path("arguments"));
        }
    }

    /** A message without thought or calls. */
    public ChatMessage(Role role, String content) {
        this(role, content, "", List.of());
    }

    /**
     * From {@code {"role", "content", "reasoning_content", "tool_calls"}}. Without {@code reasoning_content}, the thought
     * of an assistant is what stands in {@code <think>} inside the content.
     *
     * @throws IllegalArgumentException when the role is none of {@link Role}
     */
    public static ChatMessage of(JsonNode message) {
        Role role = Role.valueOf(message.path("role").asText().toUpperCase(Locale.ROOT));
        String content = message.path("content").asText("");
        List<ToolCall> calls = StreamSupport.stream(message.path("tool_calls").spliterator(), false)
                .map(ToolCall::of)
                .toList();
        boolean inside = role == Role.ASSISTANT && !message.hasNonNull("reasoning_content");
        return inside && content.contains(Thought.END)
                ? new ChatMessage(role, Thought.after(content), Thought.of(content), calls)
                : new ChatMessage(
                        role, content, message.path("reasoning_content").asText(""), calls);
    }
}

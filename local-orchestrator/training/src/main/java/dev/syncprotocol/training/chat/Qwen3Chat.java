package dev.syncprotocol.training.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.chat.ChatMessage.Role;
import dev.syncprotocol.training.chat.ChatMessage.ToolCall;
import java.util.List;

/**
 * A dialogue as Qwen3's chat template renders it: messages between {@code <|im_start|>} and {@code <|im_end|>}, tools in
 * the system message, thoughts only after the last question.
 *
 * @param messages the dialogue, at least one message
 * @param tools the tools on offer, as OpenAI's API describes them; may be empty
 * @param prompt what the model is asked for at the end
 */
public record Qwen3Chat(List<ChatMessage> messages, List<JsonNode> tools, Prompt prompt) {
    private static final String BEGIN = "<|im_start|>";
    private static final String END = "<|im_end|>\n";
    private static final String BEFORE_TOOLS = """
            # Tools

            You may call one or more functions to assist with the user query.

            You are provided with function signatures within <tools></tools> XML tags:
            <tools>""";
    private static final String AFTER_TOOLS = """

            </tools>

            For each function call, return a json object with function name and arguments within \
            <tool_call></tool_call> XML tags:
            <tool_call>
            {"name": <function-name>, "arguments": <args-json-object>}
            </tool_call>""";

    public Qwen3Chat {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    /** What stands at the end. */
    public enum Prompt {
        /** Nothing: the dialogue is whole. */
        NONE(""),
        /** An answer, thought about as the model likes. */
        ANSWER(BEGIN + "assistant\n"),
        /** An answer without a thought ({@code enable_thinking} false). */
        PLAIN_ANSWER(BEGIN + "assistant\n<think>\n\n</think>\n\n"),
        /** An answer that begins with a thought: the template of the 2507 Thinking models. */
        THOUGHT(BEGIN + "assistant\n<think>\n");

        private final String text;

        Prompt(String text) {
            this.text = text;
        }
    }

    /** The text. */
    public String render() {
        StringBuilder text = new StringBuilder(head());
        int lastQuestion = lastQuestion();
        for (int i = 0; i < messages.size(); i++) {
            text.append(message(i, lastQuestion));
        }
        return text.append(prompt.text).toString();
    }

    private String head() {
        boolean system = messages.get(0).role() == Role.SYSTEM;
        String said = system ? messages.get(0).content() : "";
        if (tools.isEmpty()) {
            return system ? BEGIN + "system\n" + said + END : "";
        }
        StringBuilder listed = new StringBuilder(BEFORE_TOOLS);
        tools.forEach(tool -> listed.append('\n').append(PythonJson.of(tool)));
        return BEGIN + "system\n" + (system ? said + "\n\n" : "") + listed + AFTER_TOOLS + END;
    }

    /** The last thing a user said that is no answer of a tool. */
    private int lastQuestion() {
        for (int i = messages.size() - 1; i >= 0; i--) {
            String content = messages.get(i).content();
            boolean fromTool = content.startsWith("<tool_response>") && content.endsWith("</tool_response>");
            if (messages.get(i).role() == Role.USER && !fromTool) {
                return i;
            }
        }
        return messages.size() - 1;
    }

    private String message(int i, int lastQuestion) {
        ChatMessage message = messages.get(i);
        return switch (message.role()) {
            case SYSTEM -> i == 0 ? "" : BEGIN + "system\n" + message.content() + END;
            case USER -> BEGIN + "user\n" + message.content() + END;
            case ASSISTANT -> BEGIN + "assistant\n" + spoken(i, lastQuestion) + calls(message) + END;
            case TOOL -> answered(i);
        };
    }

    private String spoken(int i, int lastQuestion) {
        ChatMessage message = messages.get(i);
        boolean last = i == messages.size() - 1;
        if (i <= lastQuestion || !last && message.reasoning().isEmpty()) {
            return message.content();
        }
        String thought = Thought.leading(Thought.trailing(message.reasoning()));
        return Thought.BEGIN + "\n" + thought + "\n" + Thought.END + "\n\n" + Thought.leading(message.content());
    }

    private static String calls(ChatMessage message) {
        StringBuilder text = new StringBuilder();
        for (ToolCall call : message.calls()) {
            boolean follows = text.length() > 0 || !message.content().isEmpty();
            String arguments =
                    call.arguments().isTextual() ? call.arguments().textValue() : PythonJson.of(call.arguments());
            text.append(follows ? "\n" : "")
                    .append("<tool_call>\n{\"name\": \"")
                    .append(call.name())
                    .append("\", \"arguments\": ")
                    .append(arguments)
                    .append("}\n</tool_call>");
        }
        return text.toString();
    }

    /** Answers of tools that follow each other share one message of the user. */
    private String answered(int i) {
        boolean first = i == 0 || messages.get(i - 1).role() != Role.TOOL;
        boolean last = i == messages.size() - 1 || messages.get(i + 1).role() != Role.TOOL;
        return (first ? BEGIN + "user" : "") + "\n<tool_response>\n"
                + messages.get(i).content() + "\n</tool_response>" + (last ? END : "");
    }
}

package dev.syncprotocol.agent.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.syncprotocol.protocol.json.CanonicalJson;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;
import java.util.Optional;

/**
 * What a model is asked: the conversation so far, the tools it may call, and the form of its answer.
 *
 * @param purpose what for, in our words, for the transcript
 * @param messages the conversation, oldest first
 * @param tools what it may call; empty where it may only answer
 * @param answerSchema the JSON Schema of the answer, as text; empty where prose is fine
 */
public record Ask(
        String purpose, List<ChatMessage> messages, List<ToolSpecification> tools, Optional<String> answerSchema) {
    public Ask {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    /** The request as canonical text: what its digest is of. It does not depend on the provider. */
    public String text() {
        ObjectNode node = SyncJson.object();
        ArrayNode list = node.putArray("messages");
        messages.forEach(message -> list.add(tree(message)));
        ArrayNode names = node.putArray("tools");
        tools.forEach(tool -> names.add(tool.name()));
        answerSchema.ifPresent(schema -> node.put("answer_schema", schema));
        return CanonicalJson.text(node);
    }

    private static ObjectNode tree(ChatMessage message) {
        ObjectNode node = SyncJson.object().put("role", message.type().name());
        if (message instanceof SystemMessage system) {
            return node.put("text", system.text());
        }
        if (message instanceof UserMessage user) {
            return node.put("text", user.singleText());
        }
        if (message instanceof ToolExecutionResultMessage result) {
            return node.put("tool", result.toolName()).put("text", result.text());
        }
        if (message instanceof AiMessage answer) {
            answered(answer, node);
            return node;
        }
        throw new IllegalArgumentException("no kind of message we send: " + message.type());
    }

    private static void answered(AiMessage answer, ObjectNode node) {
        node.put("text", answer.text());
        ArrayNode calls = node.putArray("tool_calls");
        for (ToolExecutionRequest call : answer.toolExecutionRequests()) {
            calls.addObject().put("name", call.name()).put("arguments", call.arguments());
        }
    }
}

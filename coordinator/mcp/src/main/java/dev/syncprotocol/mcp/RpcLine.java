package dev.syncprotocol.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of the client, judged before anything else sees it (JSON-RPC 2.0 section 4, MCP 2025-11-25).
 *
 * @param kind what it is
 * @param text the line
 * @param message its tree; a missing node when it is no JSON
 * @param fault the error to answer with; null unless it is {@link Kind#REFUSED}
 */
record RpcLine(
        Kind kind, String text, JsonNode message, @Nullable Fault fault) {
    /** What a line is. */
    enum Kind {
        /** Wants an answer. */
        REQUEST,
        /** Wants none. */
        NOTIFICATION,
        /** Answers a question this server never asks. */
        RESPONSE,
        /** Is answered with an error at once. */
        REFUSED
    }

    /**
     * An error of the protocol.
     *
     * @param code of JSON-RPC
     * @param words what was expected
     */
    record Fault(int code, String words) {}

    static final Fault TOO_LONG = new Fault(ErrorCodes.INVALID_REQUEST, "the line is too long");

    /** The SDK meets their absence with an exception of its own. */
    private static final Set<String> NEED_PARAMS = Set.of(
            McpSchema.METHOD_INITIALIZE,
            McpSchema.METHOD_TOOLS_CALL,
            McpSchema.METHOD_RESOURCES_READ,
            McpSchema.METHOD_PROMPT_GET,
            McpSchema.METHOD_LOGGING_SET_LEVEL);

    private static final String ID = "id";
    private static final String METHOD = "method";
    private static final String PARAMS = "params";

    /** Judges a line. */
    static RpcLine of(byte[] line) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString()
                    .strip();
            return judged(text, SyncJson.read(text));
        } catch (CharacterCodingException e) {
            return refused(SyncJson.object(), ErrorCodes.PARSE_ERROR, "Parse error: not UTF-8");
        } catch (UncheckedIOException e) {
            return refused(SyncJson.object(), ErrorCodes.PARSE_ERROR, "Parse error: not one JSON document");
        }
    }

    private static RpcLine judged(String text, JsonNode message) {
        if (!message.isObject()) {
            return invalid(SyncJson.object(), "a message is one JSON object, and a line holds one message");
        }
        if (!message.path("jsonrpc").asText().equals("2.0")) {
            return invalid(message, "jsonrpc is \"2.0\"");
        }
        if (message.has(ID) && !usable(message.get(ID))) {
            return invalid(message, "an id is a string or an integer");
        }
        return message.has(METHOD) ? call(text, message) : response(text, message);
    }

    private static RpcLine call(String text, JsonNode message) {
        boolean wantsAnswer = message.has(ID);
        if (!message.get(METHOD).isTextual()) {
            return invalid(message, "a method is a string");
        }
        if (wantsAnswer && NEED_PARAMS.contains(message.get(METHOD).asText()) && !message.has(PARAMS)) {
            return refused(message, ErrorCodes.INVALID_PARAMS, "Invalid params: params is missing");
        }
        if (message.has(PARAMS) && !message.get(PARAMS).isObject()) {
            return wantsAnswer
                    ? refused(message, ErrorCodes.INVALID_PARAMS, "Invalid params: params is an object")
                    : new RpcLine(Kind.RESPONSE, text, message, null);
        }
        return new RpcLine(wantsAnswer ? Kind.REQUEST : Kind.NOTIFICATION, text, message, null);
    }

    private static RpcLine response(String text, JsonNode message) {
        boolean answers = message.has(ID) && message.has("result") != message.has("error");
        return answers
                ? new RpcLine(Kind.RESPONSE, text, message, null)
                : invalid(message, "a message has a method, or it answers one with result or error");
    }

    private static RpcLine invalid(JsonNode message, String words) {
        return refused(message, ErrorCodes.INVALID_REQUEST, "Invalid Request: " + words);
    }

    private static RpcLine refused(JsonNode message, int code, String words) {
        return new RpcLine(Kind.REFUSED, "", message, new Fault(code, words));
    }

    private static boolean usable(JsonNode id) {
        return id.isTextual() || id.isIntegralNumber();
    }

    /** Its id as JSON text, {@code null} where there is none that can be used: what an answer has to carry. */
    String id() {
        JsonNode id = message.path(ID);
        return usable(id) ? id.toString() : "null";
    }

    /** The method that is called; empty where none is. */
    String method() {
        return message.path(METHOD).asText();
    }
}

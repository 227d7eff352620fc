package dev.syncprotocol.agent.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Google's Gemini REST protocol: {@code POST {base}/models/{model}:streamGenerateContent?alt=sse}. */
public final class GeminiServer extends Loopback {
    /** What it charges for every answer. */
    public static final int PROMPT_TOKENS = 100;
    /** Likewise. */
    public static final int ANSWER_TOKENS = 40;

    /** The mark of a thought, which a model of the newer kind demands back with the call it belongs to. */
    public static final String SIGNATURE = "c2lnbmF0dXJl";

    /** A server with this mind. */
    public GeminiServer(Function<Heard, Turn> mind) throws IOException {
        super(mind);
    }

    @Override
    public String baseUrl() {
        return address("/v1beta");
    }

    @Override
    String key(HttpExchange exchange) {
        return String.valueOf(exchange.getRequestHeaders().getFirst("x-goog-api-key"));
    }

    @Override
    Heard hear(JsonNode body) {
        List<String> texts = new ArrayList<>();
        List<String> results = new ArrayList<>();
        for (JsonNode content : body.path("contents")) {
            for (JsonNode part : content.path("parts")) {
                if (part.has("functionResponse")) {
                    results.add(part.at("/functionResponse/response").toString());
                } else if (part.has("text") && content.path("role").asText().equals("user")) {
                    texts.add(part.path("text").asText());
                }
            }
        }
        List<String> tools = new ArrayList<>();
        body.at("/tools/0/functionDeclarations")
                .forEach(tool -> tools.add(tool.path("name").asText()));
        JsonNode system = body.path("systemInstruction").path("parts").path(0).path("text");
        boolean structured = body.path("generationConfig").has("responseJsonSchema");
        return new Heard(system.asText(), texts, results, tools, structured, body);
    }

    @Override
    String stream(Turn turn) {
        StringBuilder stream = new StringBuilder();
        for (String piece : pieces(turn.text())) {
            stream.append(event(chunk(SyncJson.object().put("text", piece))));
        }
        for (Turn.Call call : turn.calls()) {
            ObjectNode part = SyncJson.object();
            ObjectNode function = part.putObject("functionCall");
            function.put("name", call.name());
            function.set("args", Values.tree(call.arguments()));
            part.put("thoughtSignature", SIGNATURE);
            stream.append(event(chunk(part)));
        }
        ObjectNode last = chunk(SyncJson.object().put("text", ""));
        ((ObjectNode) last.at("/candidates/0")).put("finishReason", "STOP");
        last.putObject("usageMetadata")
                .put("promptTokenCount", PROMPT_TOKENS)
                .put("candidatesTokenCount", ANSWER_TOKENS)
                .put("totalTokenCount", PROMPT_TOKENS + ANSWER_TOKENS);
        return stream.append(event(last)).toString();
    }

    static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); at += 40) {
            pieces.add(text.substring(at, Math.min(text.length(), at + 40)));
        }
        return pieces;
    }

    private static ObjectNode chunk(ObjectNode part) {
        ObjectNode chunk = SyncJson.object();
        ArrayNode candidates = chunk.putArray("candidates");
        ObjectNode content = candidates.addObject().put("index", 0).putObject("content");
        content.put("role", "model").putArray("parts").add(part);
        chunk.put("modelVersion", "gemini-loopback-1");
        chunk.put("responseId", "r1");
        return chunk;
    }

    private static String event(ObjectNode chunk) {
        return "data: " + SyncJson.compact(chunk) + "\r\n\r\n";
    }
}

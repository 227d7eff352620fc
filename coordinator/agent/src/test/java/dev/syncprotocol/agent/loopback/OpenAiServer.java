package dev.syncprotocol.agent.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The OpenAI-compatible protocol: {@code POST {base}/chat/completions} with {@code "stream": true}. */
public final class OpenAiServer extends Loopback {
    /** A server with this mind. */
    public OpenAiServer(Function<Heard, Turn> mind) throws IOException {
        super(mind);
    }

    @Override
    public String baseUrl() {
        return address("/v1");
    }

    @Override
    String key(HttpExchange exchange) {
        return String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    @Override
    Heard hear(JsonNode body) {
        List<String> texts = new ArrayList<>();
        List<String> results = new ArrayList<>();
        String system = "";
        for (JsonNode message : body.path("messages")) {
            switch (message.path("role").asText()) {
                case "system" -> system = message.path("content").asText();
                case "user" -> texts.add(message.path("content").asText());
                case "tool" -> results.add(message.path("content").asText());
                default -> {}
            }
        }
        List<String> tools = new ArrayList<>();
        body.path("tools").forEach(tool -> tools.add(tool.at("/function/name").asText()));
        return new Heard(system, texts, results, tools, body.has("response_format"), body);
    }

    @Override
    String stream(Turn turn) {
        StringBuilder stream = new StringBuilder();
        for (String piece : GeminiServer.pieces(turn.text())) {
            stream.append(event(chunk(SyncJson.object().put("content", piece), null)));
        }
        for (int i = 0; i < turn.calls().size(); i++) {
            Turn.Call call = turn.calls().get(i);
            String arguments = SyncJson.compact(Values.tree(call.arguments()));
            int half = arguments.length() / 2;
            stream.append(event(chunk(call(i, call.name(), arguments.substring(0, half)), null)));
            stream.append(event(chunk(call(i, null, arguments.substring(half)), null)));
        }
        stream.append(event(chunk(SyncJson.object(), turn.calls().isEmpty() ? "stop" : "tool_calls")));
        ObjectNode last = SyncJson.object().put("id", "c1").put("model", "open-loopback-1");
        last.putArray("choices");
        last.putObject("usage")
                .put("prompt_tokens", GeminiServer.PROMPT_TOKENS)
                .put("completion_tokens", GeminiServer.ANSWER_TOKENS)
                .put("total_tokens", GeminiServer.PROMPT_TOKENS + GeminiServer.ANSWER_TOKENS);
        return stream.append(event(last)).append("data: [DONE]\n\n").toString();
    }

    private static ObjectNode call(int index, String name, String arguments) {
        ObjectNode delta = SyncJson.object();
        ObjectNode call = delta.putArray("tool_calls").addObject().put("index", index);
        ObjectNode function = call.putObject("function");
        if (name != null) {
            call.put("id", "call_" + index + "_" + Integer.toHexString(arguments.hashCode()))
                    .put("type", "function");
            function.put("name", name);
        }
        function.put("arguments", arguments);
        return delta;
    }

    private static ObjectNode chunk(ObjectNode delta, String finish) {
        ObjectNode chunk = SyncJson.object().put("id", "c1").put("object", "chat.completion.chunk");
        chunk.put("model", "open-loopback-1");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", finish);
        return chunk;
    }

    private static String event(ObjectNode chunk) {
        return "data: " + SyncJson.compact(chunk) + "\n\n";
    }
}

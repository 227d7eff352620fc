package dev.syncprotocol.training.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.RealData;
import dev.syncprotocol.training.chat.ChatMessage.Role;
import dev.syncprotocol.training.chat.Qwen3Chat.Prompt;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class Qwen3ChatTest {
    private static final ChatMessage HELLO = new ChatMessage(Role.USER, "Hello");
    private static final String ASKED = "<|im_start|>user\nHello<|im_end|>\n";

    /** 100 real dialogues, rendered by Jinja from the model's own template. */
    @Test
    void rendersRealDialoguesAsTheModelsTemplateDoes() throws IOException {
        List<JsonNode> rows = RealData.rows("qwen3-tokenizer/chat_template_vectors.jsonl");
        assertThat(rows).hasSize(100);
        for (JsonNode row : rows) {
            assertThat(chat(row).render())
                    .as(row.path("source").asText())
                    .isEqualTo(row.path("rendered").asText());
        }
    }

    @Test
    void asksForAnAnswerInFourWays() {
        assertThat(rendered(Prompt.NONE, HELLO)).isEqualTo(ASKED);
        assertThat(rendered(Prompt.ANSWER, HELLO)).isEqualTo(ASKED + "<|im_start|>assistant\n");
        assertThat(rendered(Prompt.PLAIN_ANSWER, HELLO))
                .isEqualTo(ASKED + "<|im_start|>assistant\n<think>\n\n</think>\n\n");
        assertThat(rendered(Prompt.THOUGHT, HELLO)).isEqualTo(ASKED + "<|im_start|>assistant\n<think>\n");
    }

    @Test
    void forgetsThoughtsBeforeTheLastQuestionAndShowsThoseAfterIt() {
        ChatMessage answer = ChatMessage.of(
                SyncJson.read("{\"role\":\"assistant\",\"content\":\"<think>\\nhm\\n</think>\\n\\nHi\"}"));
        assertThat(rendered(Prompt.NONE, HELLO, answer))
                .isEqualTo(ASKED + "<|im_start|>assistant\n<think>\nhm\n</think>\n\nHi<|im_end|>\n");
        assertThat(rendered(Prompt.NONE, HELLO, answer, HELLO))
                .isEqualTo(ASKED + "<|im_start|>assistant\nHi<|im_end|>\n" + ASKED);
    }

    @Test
    void writesJsonAsPythonDoes() {
        JsonNode value = SyncJson.read("{\"b\":[1,2.0,1e-7,1e16,0.1,-123456.75,1e15],\"a\":{\"t\":true,\"n\":null},"
                + "\"s\":\"é\\n\\u0001\\\"\\\\ \\u2028\"}");
        assertThat(PythonJson.of(value))
                .isEqualTo("{\"b\": [1, 2.0, 1e-07, 1e+16, 0.1, -123456.75, 1000000000000000.0], "
                        + "\"a\": {\"t\": true, \"n\": null}, \"s\": \"é\\n\\u0001\\\"\\\\ \u2028\"}");
    }

    @Test
    void refusesARoleItDoesNotKnow() {
        assertThatThrownBy(() -> ChatMessage.of(SyncJson.read("{\"role\":\"narrator\",\"content\":\"\"}")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A vector as a dialogue. */
    private static Qwen3Chat chat(JsonNode row) {
        JsonNode options = row.path("options");
        Prompt answer = options.path("enable_thinking").asBoolean(true) ? Prompt.ANSWER : Prompt.PLAIN_ANSWER;
        return new Qwen3Chat(
                list(row.path("messages")).stream().map(ChatMessage::of).toList(),
                list(row.path("tools")),
                options.path("add_generation_prompt").asBoolean() ? answer : Prompt.NONE);
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static String rendered(Prompt prompt, ChatMessage... messages) {
        return new Qwen3Chat(List.of(messages), List.of(), prompt).render();
    }
}

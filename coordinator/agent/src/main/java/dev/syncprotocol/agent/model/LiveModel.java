package dev.syncprotocol.agent.model;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.TokenUsage;
import dev.syncprotocol.coordinator.workspace.ProviderKind;
import dev.syncprotocol.coordinator.workspace.ProviderSettings;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A provider asked over the network, its answer streamed. The only code that knows the library's providers. */
public final class LiveModel implements Model {
    /** Longest answer in bytes of transport; far more than any sensible one. */
    private static final long MOST_BYTES = 32L << 20;

    private final ProviderSettings settings;
    private final ModelKey key;
    private final Interruption interruption;
    private final BoundedHttp http;
    private final StreamingChatModel model;

    /** A model; nothing is sent before the first question. */
    public LiveModel(ProviderSettings settings, ModelKey key, Interruption interruption) {
        this(settings, key, interruption, MOST_BYTES);
    }

    LiveModel(ProviderSettings settings, ModelKey key, Interruption interruption, long mostBytes) {
        this.settings = settings;
        this.key = key;
        this.interruption = interruption;
        this.http = new BoundedHttp(mostBytes);
        this.model = settings.kind() == ProviderKind.GEMINI ? gemini() : openAi();
    }

    private StreamingChatModel gemini() {
        GoogleAiGeminiStreamingChatModel.GoogleAiGeminiStreamingChatModelBuilder builder =
                GoogleAiGeminiStreamingChatModel.builder();
        settings.baseUrl().ifPresent(builder::baseUrl);
        // Thoughts are sent back with the calls they belong to: newer models refuse a conversation without them.
        return builder.httpClientBuilder(http)
                .apiKey(key.value())
                .modelName(settings.model())
                .timeout(settings.timeout())
                .returnThinking(true)
                .sendThinking(true)
                .build();
    }

    private StreamingChatModel openAi() {
        OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder builder = OpenAiStreamingChatModel.builder();
        settings.baseUrl().ifPresent(builder::baseUrl);
        return builder.httpClientBuilder(http)
                .apiKey(key.isNone() ? "none" : key.value())
                .modelName(settings.model())
                .timeout(settings.timeout())
                .strictJsonSchema(true)
                .build();
    }

    @Override
    public Origin origin() {
        return Origin.LIVE;
    }

    @Override
    public ModelReply ask(Ask ask, int maxOutputTokens, AnswerPieces pieces) {
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
        ComingAnswer coming = new ComingAnswer(answer, pieces);
        Faults faults = new Faults(settings.name(), key);
        try {
            model.chat(request(ask, maxOutputTokens), coming);
            if (!interruption.await(answer, settings.timeout())) {
                throw faults.timedOut();
            }
            return reply(ask, coming, answer.join(), faults);
        } catch (ModelFailure ours) {
            throw ours;
        } catch (RuntimeException e) {
            // The library's wall: it throws whatever an odd answer made it stumble over.
            interruption.check();
            throw faults.of(e);
        } finally {
            http.giveUp();
        }
    }

    private ChatRequest request(Ask ask, int maxOutputTokens) {
        return ChatRequest.builder()
                .messages(ask.messages())
                .parameters(
                        settings.kind() == ProviderKind.OPENAI
                                ? openAi(ask, maxOutputTokens)
                                : common(DefaultChatRequestParameters.builder(), ask)
                                        .maxOutputTokens(maxOutputTokens)
                                        .build())
                .build();
    }

    /** OpenAI's own newer models know only the newer name of the bound, endpoints of one's own only the older one. */
    private OpenAiChatRequestParameters openAi(Ask ask, int maxOutputTokens) {
        OpenAiChatRequestParameters.Builder builder = common(OpenAiChatRequestParameters.builder(), ask);
        return settings.baseUrl().isPresent()
                ? builder.maxOutputTokens(maxOutputTokens).build()
                : builder.maxCompletionTokens(maxOutputTokens).build();
    }

    private static <B extends DefaultChatRequestParameters.Builder<?>> B common(B builder, Ask ask) {
        if (!ask.tools().isEmpty()) {
            builder.toolSpecifications(ask.tools());
        }
        ask.answerSchema().map(LiveModel::form).ifPresent(builder::responseFormat);
        return builder;
    }

    /** As raw schema: the library drops rules such as additionalProperties from its own kind. */
    private static ResponseFormat form(String schema) {
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name("answer")
                        .rootElement(JsonRawSchema.from(schema))
                        .build())
                .build();
    }

    private ModelReply reply(Ask ask, ComingAnswer coming, ChatResponse response, Faults faults) {
        AiMessage message = new KeylessMessage(key).of(response.aiMessage());
        boolean says = message.text() != null && !message.text().isBlank();
        if (!says && !message.hasToolExecutionRequests()) {
            throw faults.empty(String.valueOf(response.finishReason()));
        }
        return new ModelReply(
                message,
                usage(ask, coming, response.tokenUsage()),
                Optional.ofNullable(response.modelName()).map(key::without).orElse(settings.model()),
                response.finishReason() == null
                        ? "unknown"
                        : response.finishReason().name());
    }

    private static Usage usage(Ask ask, ComingAnswer coming, @Nullable TokenUsage named) {
        if (named == null || named.inputTokenCount() == null || named.outputTokenCount() == null) {
            return Usage.estimate(ask.text().length(), coming.characters());
        }
        // A total may hold thoughts that neither count names: they are output, and paid as such.
        int total = named.totalTokenCount() == null ? 0 : named.totalTokenCount();
        int input = Math.max(0, named.inputTokenCount());
        return new Usage(input, Math.max(Math.max(0, named.outputTokenCount()), total - input), false);
    }
}

package dev.syncprotocol.agent.scorer;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.output.TokenUsage;
import dev.syncprotocol.gates.scorer.ScoreRequest;
import dev.syncprotocol.gates.scorer.Scored;
import dev.syncprotocol.gates.scorer.Scorer;
import dev.syncprotocol.gates.scorer.ScorerCall;
import dev.syncprotocol.gates.scorer.ScorerFailed;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model that scores, over the network, once a request: no retries, no cache, no logs of prompts. Every call leaves its
 * evidence, a failed one too.
 */
public final class LiveScorer implements Scorer {
    private final ScorerSettings settings;
    private final Clock clock;
    private final ThreadLocal<WireTrace> current = new ThreadLocal<>();
    private final ChatModel model;

    private LiveScorer(ScorerSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        HttpClientBuilder wire = new TimedHttpClientBuilder(settings.timeout(), current);
        this.model = switch (settings.provider()) {
            case GEMINI -> gemini(settings, wire);
            case OPENAI, DEEPSEEK_R1 -> openAi(settings, wire);
        };
    }

    /** Opens the scorer these settings name; nothing is sent yet. */
    public static LiveScorer open(ScorerSettings settings, Clock clock) {
        return new LiveScorer(settings, clock);
    }

    private static ChatModel gemini(ScorerSettings settings, HttpClientBuilder wire) {
        return GoogleAiGeminiChatModel.builder()
                .httpClientBuilder(wire)
                .baseUrl(settings.endpoint().toString())
                .apiKey(settings.key())
                .modelName(settings.model())
                .timeout(settings.timeout())
                .maxRetries(0)
                .build();
    }

    private static ChatModel openAi(ScorerSettings settings, HttpClientBuilder wire) {
        return OpenAiChatModel.builder()
                .httpClientBuilder(wire)
                .baseUrl(settings.endpoint().toString())
                .apiKey(settings.key())
                .modelName(settings.model())
                .timeout(settings.timeout())
                .maxRetries(0)
                .build();
    }

    @Override
    public Scored score(ScoreRequest request) {
        Instant at = clock.instant();
        WireTrace trace = new WireTrace();
        current.set(trace);
        try {
            ChatResponse response = model.chat(ChatRequest.builder()
                    .messages(UserMessage.from(request.prompt()))
                    .build());
            return scored(request, response, at, trace);
        } catch (LangChain4jException | NullPointerException | IndexOutOfBoundsException e) {
            // The client answers a blocked prompt or an empty reply with the last two.
            throw new ScorerFailed(why(e, trace), call(request, null, at, trace), e);
        } catch (UncheckedIOException e) {
            throw new ScorerFailed(
                    "no connection, " + e.getCause().getClass().getSimpleName(), call(request, null, at, trace), e);
        } finally {
            current.remove();
        }
    }

    private Scored scored(ScoreRequest request, ChatResponse response, Instant at, WireTrace trace) {
        ScorerCall call = call(request, response, at, trace);
        String reply = Optional.ofNullable(response.aiMessage().text()).orElse("");
        Map<String, Double> scores = Scored.read(reply, request.dimensions())
                .orElseThrow(() -> new ScorerFailed("its reply holds no scores from 0 to 1", call, null));
        return new Scored(scores, call);
    }

    private ScorerCall call(ScoreRequest request, @Nullable ChatResponse response, Instant at, WireTrace trace) {
        Optional<ChatResponse> got = Optional.ofNullable(response);
        return new ScorerCall(
                at,
                settings.provider().word(),
                trace.endpoint(),
                request.sha256(),
                trace.response(),
                got.map(ChatResponse::id).filter(id -> !id.isBlank()).or(trace::requestId),
                trace.status(),
                trace.timing(),
                trace.serverDate(),
                got.map(ChatResponse::modelName).orElse(settings.model()),
                got.map(ChatResponse::tokenUsage).flatMap(LiveScorer::usage),
                false);
    }

    private static Optional<ScorerCall.Usage> usage(TokenUsage usage) {
        return usage.inputTokenCount() == null || usage.outputTokenCount() == null
                ? Optional.empty()
                : Optional.of(new ScorerCall.Usage(usage.inputTokenCount(), usage.outputTokenCount()));
    }

    /** Class and status only: a provider's words may hold the prompt, or the key. */
    private static String why(RuntimeException e, WireTrace trace) {
        String status = trace.status() == 0 ? "no response" : "HTTP " + trace.status();
        return status + ", " + e.getClass().getSimpleName();
    }
}

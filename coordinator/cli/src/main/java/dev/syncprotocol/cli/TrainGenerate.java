package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.generation.Continuation;
import dev.syncprotocol.training.generation.GenerationAnswer;
import dev.syncprotocol.training.generation.GenerationRequest;
import dev.syncprotocol.training.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync train generate}: a model continues a text. */
@Command(
        name = "generate",
        description = {
            "Let a model continue a text: greedy, or drawn at a temperature.",
            "Words go out as the model wrote them, prompt first; nothing is added."
        },
        footer = {
            "",
            "Example:",
            "  sync train generate --model stories260K --prompt \"Once upon a time\"",
            "  sync train generate --checkpoint checkpoints/local/latest --prompt \"2+2=\" \\",
            "      --max-tokens 20"
        })
final class TrainGenerate implements Verb {
    private static final String MAIN = "dev.syncprotocol.training.launch.GenerationMain";

    @Mixin
    private ModelChoice choice = new ModelChoice();

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            required = true,
            description = "the text to continue; may be empty")
    private String prompt = "";

    @Option(names = "--chat", description = "the prompt is a question, put as Qwen3's chat template does")
    private boolean chat;

    @Option(
            names = {"--max-tokens", "--max_tokens"},
            paramLabel = "N",
            description = "most tokens to add (default: 100)")
    private int maxTokens = 100;

    @Option(names = "--temperature", paramLabel = "T", description = "0 takes the likeliest token (default: 0)")
    private double temperature;

    @Option(
            names = {"--top-k", "--top_k"},
            paramLabel = "N",
            description = "draw among the N likeliest tokens (default: 0, all)")
    private int topK;

    @Option(
            names = {"--top-p", "--top_p"},
            paramLabel = "P",
            description = "draw within this share of the probability (default: 1, all)")
    private double topP = 1;

    @Option(names = "--seed", paramLabel = "N", description = "of the draws (default: 0)")
    private long seed;

    @Option(names = "--threads", paramLabel = "N", description = "of the arithmetic (default: all cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Override
    public Answer answer(Invocation in) throws IOException {
        if (maxTokens < 1 || threads < 1 || !(temperature >= 0)) {
            throw new SyncException(
                    ErrorCode.USAGE, "--max-tokens and --threads are at least 1, --temperature at least 0");
        }
        if (topK < 0 || !(topP > 0 && topP <= 1)) {
            throw new SyncException(ErrorCode.USAGE, "--top-k is at least 0, --top-p above 0 and at most 1");
        }
        TrainedModel trained = choice.find(in);
        GenerationRequest request = request(trained);
        GenerationAnswer answer = new ChildAnswer(OwnProgram.running(), MAIN, "the model's process")
                .to(request::writeTo, request.threads(), GenerationAnswer::read);
        ObjectNode data = SyncJson.object()
                .put("prompt", prompt)
                .put("text", answer.text())
                .put("prompt_tokens", answer.promptTokens())
                .put("ended", answer.ended());
        Arrays.stream(answer.tokens()).forEach(data.putArray("tokens")::add);
        String words = (chat ? "" : prompt) + answer.text();
        return new Answer("sync.train-generate/1", data, words, List.of(), Answer.Form.DOCUMENT);
    }

    private GenerationRequest request(TrainedModel trained) {
        return new GenerationRequest(
                trained.model().folder().toAbsolutePath(),
                trained.model().weights().map(Path::toAbsolutePath),
                trained.drawnFrom(),
                trained.adapter(),
                prompt,
                chat,
                maxTokens,
                new Continuation.Choice(temperature, topK, topP),
                seed,
                threads);
    }
}

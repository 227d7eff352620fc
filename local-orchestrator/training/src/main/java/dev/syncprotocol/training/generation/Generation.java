package dev.syncprotocol.training.generation;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.Tokenizer;
import dev.syncprotocol.training.chat.ChatMessage;
import dev.syncprotocol.training.chat.ChatMessage.Role;
import dev.syncprotocol.training.chat.Qwen3Chat;
import dev.syncprotocol.training.checkpoint.SafeTensors;
import dev.syncprotocol.training.data.ModelTokenizer;
import dev.syncprotocol.training.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.IntStream;

/**
 * What a child process does with its folder: reads the request, loads the model, answers.
 *
 * @param folder with the request
 */
public record Generation(Path folder) {

    /** Leaves an answer or a failure in the folder. */
    public void run() throws IOException {
        try {
            answer(GenerationRequest.read(folder)).writeTo(folder);
        } catch (SyncException e) {
            GenerationAnswer.failed(folder, e);
        }
    }

    private GenerationAnswer answer(GenerationRequest request) throws IOException {
        TrainedModel trained = onDisk(request.trained());
        try (Tokenizer tokenizer = ModelTokenizer.open(trained.model());
                LanguageModel model = provider().load(trained.model(), trained.readAdapter(), request.threads())) {
            int[] prompt = prompt(request, tokenizer);
            Continuation.Answer answer = new Continuation(
                            request.maxTokens(), tokenizer.eos(), request.choice(), request.seed())
                    .of(model, prompt);
            return new GenerationAnswer(
                    added(tokenizer, prompt, answer.tokens()), answer.tokens(), prompt.length, answer.ended());
        }
    }

    /** Drawn weights go into a file of this process's own folder: a model is loaded from files. */
    private TrainedModel onDisk(TrainedModel trained) throws IOException {
        if (trained.drawnFrom().isEmpty()) {
            return trained;
        }
        Path file = folder.resolve(ModelFolder.WEIGHTS);
        new SafeTensors(trained.weights(), Map.of("format", "pt")).write(file);
        ModelFolder model = trained.model();
        return new TrainedModel(new ModelFolder(model.folder(), model.shape(), Optional.of(file)), trained.adapter());
    }

    /** What the text has grown by: a tokenizer may write the first tokens of a text in another way than later ones. */
    private static String added(Tokenizer tokenizer, int[] prompt, int[] tokens) {
        String before = tokenizer.decode(prompt);
        String whole = tokenizer.decode(
                IntStream.concat(IntStream.of(prompt), IntStream.of(tokens)).toArray());
        return whole.startsWith(before) ? whole.substring(before.length()) : tokenizer.decode(tokens);
    }

    private static int[] prompt(GenerationRequest request, Tokenizer tokenizer) {
        String text = request.chat()
                ? new Qwen3Chat(
                                List.of(new ChatMessage(Role.USER, request.prompt())),
                                List.of(),
                                Qwen3Chat.Prompt.ANSWER)
                        .render()
                : request.prompt();
        int[] tokens = IntStream.concat(tokenizer.bos().stream(), IntStream.of(tokenizer.encode(text)))
                .toArray();
        if (tokens.length == 0) {
            throw new SyncException(ErrorCode.USAGE, "an empty prompt, and this model's rows have no begin token");
        }
        return tokens;
    }

    private static LanguageModelProvider provider() {
        return ServiceLoader.load(LanguageModelProvider.class, Generation.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new SyncException(ErrorCode.CONFIG_INVALID, "this program has no engine"));
    }
}

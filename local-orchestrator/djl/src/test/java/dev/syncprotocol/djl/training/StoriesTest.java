package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.RealData;
import dev.syncprotocol.training.Tokenizer;
import dev.syncprotocol.training.data.ModelTokenizer;
import dev.syncprotocol.training.generation.Continuation;
import dev.syncprotocol.training.generation.LanguageModel;
import dev.syncprotocol.training.llama2c.Llama2cImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real pretrained model, stories260K of llama2.c: imported, and asked to tell a story. */
class StoriesTest {
    @TempDir
    private Path folder;

    /** The text llama2.c's own test states for temperature 0 and 200 steps. Red when a rotary pair is not moved. */
    @Test
    void tellsTheStoryLlama2cTells() throws IOException {
        String expected = Files.readString(RealData.file("tiny-lm/expected_greedy_200_steps.txt"));
        ModelFolder model = stories();
        try (LanguageModel stories = new TorchLanguageModelProvider().load(model, Optional.empty(), 1);
                Tokenizer tokenizer = ModelTokenizer.open(model)) {
            int[] begin = tokenizer.bos().stream().toArray();
            Continuation.Answer answer = new Continuation(200, tokenizer.eos(), 0, 0).of(stories, begin);
            assertThat(answer.ended()).isFalse();
            assertThat(tokenizer.decode(answer.tokens())).isEqualTo(expected);
        }
    }

    /** Greedy merging gives back the model's own tokens: the story is encoded as it was written. */
    @Test
    void encodesItsOwnStory() throws IOException {
        String story = Files.readString(RealData.file("tiny-lm/expected_greedy_200_steps.txt"));
        try (Tokenizer tokenizer = ModelTokenizer.open(stories())) {
            int[] tokens = tokenizer.encode(story);
            assertThat(tokenizer.decode(tokens)).isEqualTo(story);
            assertThat(tokens).hasSize(200);
        }
    }

    private ModelFolder stories() throws IOException {
        Path data = RealData.file("tiny-lm/stories260K.bin").getParent();
        return new Llama2cImport(data.resolve("stories260K.bin"), data.resolve("tok512.bin"))
                .into(folder.resolve("stories260K"));
    }
}

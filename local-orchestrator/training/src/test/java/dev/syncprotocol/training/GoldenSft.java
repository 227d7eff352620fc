package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.sft.SftStrategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The golden run {@code tiny_sft} as an engine meets it: its configuration and its one batch. */
public final class GoldenSft {
    private GoldenSft() {}

    /** Learning rate 0.05 without a schedule, weight decay 0.01, clipping at 1. */
    public static EngineSetup setup() {
        TrainConfig config = Configs.small(Map.of(
                "lr: 0.05", "lr: 0.05\n  lr_scheduler: constant\n  optimizer: {weight_decay: 0.01}",
                "batch_size: 2", "batch_size: 3"));
        DecoderShape shape = new DecoderShape(3, 1, 1, 1, 2, 1, 5, 1e-6, 10_000, true, 0.02);
        return new EngineSetup(config, new ModelFolder(Path.of("golden"), shape, Optional.empty()), 1);
    }

    /** Three sequences, padded on the right with token 0. */
    public static TrainingInputs inputs() {
        JsonNode inputs = Golden.onlyCase("tiny_sft").path("inputs");
        List<int[]> tokens = new ArrayList<>();
        List<int[]> labels = new ArrayList<>();
        List<Batch.Span> spans = new ArrayList<>();
        int width = 5;
        for (int row = 0; row < inputs.path("sequences").size(); row++) {
            int[] sequence = ints(inputs.path("sequences").get(row));
            int[] label = new int[width];
            Arrays.fill(label, Batch.IGNORED);
            int prompt = inputs.path("prompt_lengths").get(row).intValue();
            System.arraycopy(sequence, prompt, label, prompt, sequence.length - prompt);
            tokens.add(Arrays.copyOf(sequence, width));
            labels.add(label);
            spans.add(new Batch.Span(0, sequence.length));
        }
        Batch batch = new Batch(
                TokenGrid.of(tokens.toArray(int[][]::new)),
                TokenGrid.of(labels.toArray(int[][]::new)),
                spans,
                List.of("0", "1", "2"));
        return new SftStrategy().onBatch(batch);
    }

    private static int[] ints(JsonNode list) {
        return Arrays.stream(Golden.numbers(list))
                .mapToInt(value -> (int) value)
                .toArray();
    }
}

package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.TokenGrid;
import dev.syncprotocol.training.generation.LanguageModel;
import java.util.List;

/** A decoder on libtorch that is asked for one token after the other. It goes over the whole text every time. */
record TorchLanguageModel(DecoderModel model, TorchRuntime runtime) implements LanguageModel {

    @Override
    public float[] next(int[] tokens) {
        try (StepScope scope = runtime.openScope()) {
            NDArray logits = GradMode.without(() -> model.logits(row(tokens), Pass.MEASURING, scope));
            return logits.get("0, -1").toFloatArray();
        }
    }

    private static Batch row(int... tokens) {
        TokenGrid grid = TokenGrid.of(new int[][] {tokens});
        return new Batch(grid, grid, List.of(new Batch.Span(0, tokens.length)), List.of("prompt"));
    }

    @Override
    public void close() {
        runtime.close();
    }
}

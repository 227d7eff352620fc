package dev.syncprotocol.djl.training;

import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.TokenGrid;
import dev.syncprotocol.training.generation.LanguageModel;
import java.util.Arrays;

/** A decoder on libtorch that is asked for one token after the other. It computes what the last question did not hold. */
final class TorchLanguageModel implements LanguageModel {
    private final TorchRuntime runtime;
    private final Generation generation;

    // Mutable: what was computed, and of which tokens.
    private KeyValueCache cache;
    private int[] known = new int[0];

    TorchLanguageModel(DecoderModel model, TorchRuntime runtime) {
        this.runtime = runtime;
        this.generation = new Generation(model, runtime, 1);
        this.cache = new KeyValueCache(runtime);
    }

    @Override
    public float[] next(int[] tokens) {
        if (!goesOnFrom(known, tokens)) {
            cache.close();
            cache = new KeyValueCache(runtime);
            known = new int[0];
        }
        int[] newer = Arrays.copyOfRange(tokens, known.length, tokens.length);
        double[] logits = generation.logits(TokenGrid.of(new int[][] {newer}), new int[1], cache)[0];
        known = tokens.clone();
        float[] narrow = new float[logits.length];
        for (int token = 0; token < narrow.length; token++) {
            narrow[token] = (float) logits[token];
        }
        return narrow;
    }

    @Override
    public void close() {
        cache.close();
        runtime.close();
    }

    private static boolean goesOnFrom(int[] earlier, int[] tokens) {
        return tokens.length > earlier.length && Arrays.equals(earlier, 0, earlier.length, tokens, 0, earlier.length);
    }
}

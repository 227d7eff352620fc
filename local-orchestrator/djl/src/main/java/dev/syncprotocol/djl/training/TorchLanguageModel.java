package dev.syncprotocol.djl.training;

import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.TokenGrid;
import dev.syncprotocol.training.generation.LanguageModel;
import java.util.Arrays;

/**
 * A decoder on libtorch that is asked for one token after the other. It remembers the keys and values of the text it was
 * asked about last, so a text that grows costs one column a token.
 */
final class TorchLanguageModel implements LanguageModel {
    private static final int[] NO_PADDING = {0};

    private final Generation generation;
    private final TorchRuntime runtime;
    private KeyValueCache past = new KeyValueCache();
    private int[] known = {};

    TorchLanguageModel(DecoderModel model, TorchRuntime runtime) {
        this.generation = new Generation(model, runtime, 1);
        this.runtime = runtime;
    }

    @Override
    public float[] next(int[] tokens) {
        if (!goesOn(tokens)) {
            past.close();
            past = new KeyValueCache();
            known = new int[0];
        }
        TokenGrid added = TokenGrid.of(new int[][] {Arrays.copyOfRange(tokens, known.length, tokens.length)});
        double[] logits = generation.logits(added, NO_PADDING, past)[0];
        known = tokens.clone();
        float[] narrow = new float[logits.length];
        for (int token = 0; token < narrow.length; token++) {
            narrow[token] = (float) logits[token];
        }
        return narrow;
    }

    private boolean goesOn(int... tokens) {
        return tokens.length > known.length && Arrays.equals(known, Arrays.copyOf(tokens, known.length));
    }

    @Override
    public void close() {
        past.close();
        runtime.close();
    }
}

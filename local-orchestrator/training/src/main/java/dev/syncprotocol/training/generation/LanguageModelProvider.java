package dev.syncprotocol.training.generation;

import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.adapter.Adapter;
import java.util.Optional;

/** Loads models to generate with; declared in {@code META-INF/services}. */
public interface LanguageModelProvider {
    /**
     * A model, ready.
     *
     * @param model a folder with weights
     * @param adapter put beside its layers, if given
     * @param threads of the arithmetic
     * @throws dev.syncprotocol.protocol.error.SyncException {@code CONFIG_INVALID} when they cannot be loaded or do not
     *     fit together
     */
    LanguageModel load(ModelFolder model, Optional<Adapter> adapter, int threads);
}

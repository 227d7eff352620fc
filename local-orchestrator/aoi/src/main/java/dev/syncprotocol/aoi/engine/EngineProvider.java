package dev.syncprotocol.aoi.engine;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Found by {@link java.util.ServiceLoader} in the process that runs the loop: how the native engine reaches this module. */
public interface EngineProvider {
    /** The engine's name, as {@code --engine} takes it. */
    String name();

    /** The engine, computing with this many threads; 0 means all. */
    ChangeClassifier classifier(int threads);

    /**
     * An embedder this provider knows, or empty.
     *
     * @param name {@code encoder}, or {@code onnx:FILE}
     * @param threads of the arithmetic, the engine's own; 0 means all
     * @param baselineCheckpoint the baseline's weights for {@code encoder}; null when there are none yet
     */
    Optional<ImageEmbedder> embedder(String name, int threads, @Nullable Path baselineCheckpoint);
}

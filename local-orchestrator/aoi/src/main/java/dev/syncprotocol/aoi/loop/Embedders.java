package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.engine.ImageEmbedder;
import java.nio.file.Path;
import java.util.Optional;

/** Where the run's embedder comes from. */
@FunctionalInterface
public interface Embedders {
    /** The embedder that needs the baseline's weights. */
    String ENCODER = "encoder";

    /**
     * The embedder of this name.
     *
     * @param name {@code encoder}, {@code descriptor}, {@code onnx:FILE}, {@code siglip}
     * @param baseline the baseline's chosen checkpoint, where the embedder needs one
     * @throws dev.syncprotocol.protocol.error.SyncException {@code engine_unavailable}
     */
    ImageEmbedder find(String name, Optional<Path> baseline);
}

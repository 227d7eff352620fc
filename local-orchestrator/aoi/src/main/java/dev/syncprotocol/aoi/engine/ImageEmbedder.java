package dev.syncprotocol.aoi.engine;

import java.nio.file.Path;
import java.util.List;

/** Turns pictures into vectors that can be compared by cosine. */
public interface ImageEmbedder {
    /** What makes two embeddings comparable; part of every embeddings file. */
    EmbedderIdentity identity();

    /**
     * One vector a picture, in order, not yet normalised to length 1.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code embedding_invalid} for a picture that cannot be decoded or gives a non-finite value
     */
    List<float[]> embed(List<Path> pictures);
}

package dev.syncprotocol.aoi.mining;

import java.util.List;

/**
 * Embedded pictures of one space.
 *
 * @param space how they were placed
 * @param pictures one row a picture, in file order
 */
public record Embeddings(EmbeddingSpace space, List<EmbeddedPicture> pictures) {
    public Embeddings {
        pictures = List.copyOf(pictures);
    }
}

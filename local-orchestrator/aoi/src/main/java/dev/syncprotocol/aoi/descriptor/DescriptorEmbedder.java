package dev.syncprotocol.aoi.descriptor;

import dev.syncprotocol.aoi.engine.EmbedderIdentity;
import dev.syncprotocol.aoi.engine.ImageEmbedder;
import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@link GradientDescriptor} as an embedder: needs no weights, engine {@code descriptor}. */
public final class DescriptorEmbedder implements ImageEmbedder {
    /** The name {@code --embedder} takes. */
    public static final String NAME = "descriptor";

    @Override
    public EmbedderIdentity identity() {
        return new EmbedderIdentity(NAME, "", "64x64 grey", "area average, levels 0 to 255", GradientDescriptor.LENGTH);
    }

    @Override
    public List<float[]> embed(List<Path> pictures) {
        return pictures.stream().map(DescriptorEmbedder::describe).toList();
    }

    private static float[] describe(Path picture) {
        try {
            return GradientDescriptor.of(PictureFile.read(picture));
        } catch (IOException e) {
            throw new SyncException(ErrorCode.EMBEDDING_INVALID, "cannot embed " + picture + ": " + e.getMessage(), e);
        }
    }
}

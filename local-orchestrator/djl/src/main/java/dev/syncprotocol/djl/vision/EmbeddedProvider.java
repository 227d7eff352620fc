package dev.syncprotocol.djl.vision;

import dev.syncprotocol.aoi.engine.ChangeClassifier;
import dev.syncprotocol.aoi.engine.EngineProvider;
import dev.syncprotocol.aoi.engine.ImageEmbedder;
import dev.syncprotocol.djl.onnx.OnnxEmbedder;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Offers the embedded engine to the loop; makes nothing native before it is asked. */
public final class EmbeddedProvider implements EngineProvider {
    @Override
    public String name() {
        return EmbeddedClassifier.NAME;
    }

    @Override
    public ChangeClassifier classifier(int threads) {
        return new EmbeddedClassifier(threads, Clock.systemUTC());
    }

    @Override
    public Optional<ImageEmbedder> embedder(String name, int threads, @Nullable Path baselineCheckpoint) {
        if (name.startsWith(OnnxEmbedder.PREFIX)) {
            Path model = Path.of(name.substring(OnnxEmbedder.PREFIX.length()));
            return Optional.of(OnnxEmbedder.of(model, EmbeddedClassifier.threads(threads)));
        }
        if (!name.equals(EncoderEmbedder.NAME)) {
            return Optional.empty();
        }
        if (baselineCheckpoint == null) {
            throw new SyncException(
                    ErrorCode.CHECKPOINT_MISSING,
                    "the embedder encoder takes its weights from the baseline's checkpoint");
        }
        return Optional.of(EncoderEmbedder.of(baselineCheckpoint, EmbeddedClassifier.threads(threads)));
    }
}

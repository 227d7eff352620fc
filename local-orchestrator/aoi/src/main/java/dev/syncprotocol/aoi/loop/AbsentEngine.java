package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.engine.ChangeClassifier;
import dev.syncprotocol.aoi.engine.EngineProbe;
import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.engine.ImageEmbedder;
import dev.syncprotocol.aoi.engine.InferOrder;
import dev.syncprotocol.aoi.engine.InferOutcome;
import dev.syncprotocol.aoi.engine.TrainOrder;
import dev.syncprotocol.aoi.engine.TrainOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** No engine: a replay computes again only what needs none. */
final class AbsentEngine implements ChangeClassifier {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public EngineProbe probe() {
        return new EngineProbe(false, "", List.of(), List.of("a replay has no engine"));
    }

    @Override
    public TrainOutcome train(TrainOrder order, EngineProgress progress) {
        throw asked();
    }

    @Override
    public InferOutcome infer(InferOrder order, EngineProgress progress) {
        throw asked();
    }

    static ImageEmbedder noEmbedder(String name, Optional<Path> baseline) {
        throw asked();
    }

    static void silent(String what, long done, long of, String detail) {
        // Nothing works that could be told about.
    }

    private static IllegalStateException asked() {
        return new IllegalStateException("a replay asked for an engine");
    }
}

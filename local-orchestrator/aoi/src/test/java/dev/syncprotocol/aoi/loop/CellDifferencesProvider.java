package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.engine.ChangeClassifier;
import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.engine.EngineProvider;
import dev.syncprotocol.aoi.engine.ImageEmbedder;
import dev.syncprotocol.aoi.engine.TrainOrder;
import dev.syncprotocol.aoi.engine.TrainOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** How the fast engine reaches a process of its own. It trains no further as long as the file {@link #HOLD} names is there. */
public final class CellDifferencesProvider implements EngineProvider {
    /** The property that names that file. */
    public static final String HOLD = "boards.hold";

    private static final long A_MILLISECOND = 1_000_000;

    /** For the service loader. */
    public CellDifferencesProvider() {}

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public ChangeClassifier classifier(int threads) {
        return new CellDifferences() {
            @Override
            public TrainOutcome train(TrainOrder order, EngineProgress progress) {
                Path hold = Path.of(System.getProperty(HOLD, "nothing-holds"));
                while (Files.exists(hold)) {
                    progress.advanced("train", 0, 1, "held");
                    LockSupport.parkNanos(A_MILLISECOND);
                }
                return super.train(order, progress);
            }
        };
    }

    @Override
    public Optional<ImageEmbedder> embedder(String name, int threads, @Nullable Path baselineCheckpoint) {
        return Optional.empty();
    }
}

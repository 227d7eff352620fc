package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.routing.RoutingOutcome;
import dev.syncprotocol.aoi.routing.SampleRouting;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Sends the previous phase's weak pictures to mining, all of them: nothing generates in this variant (S4-12.9). */
final class RoutingStage implements StageWork {
    @Override
    public List<Path> reads(StageRun stage) {
        return List.of(gaps(stage));
    }

    @Override
    public List<Path> places(StageRun stage) {
        return List.of(stage.folder().routing(stage.phase()));
    }

    @Override
    public StageResult perform(StageRun stage, StagePlaces places) throws IOException {
        Path gaps = gaps(stage);
        String time = StageTime.of(stage.clock());
        Path place = stage.folder().routing(stage.phase());
        Path work = Files.createDirectory(places.folder(place).resolve(time));
        RoutingOutcome outcome = new SampleRouting(work, place.resolve(time)).pregenerated(gaps);
        ObjectNode set = SyncJson.object()
                .put(
                        "routing_mining_parquet",
                        places.settled(outcome.miningGaps()).toString())
                .put(
                        "routing_anomalygen_parquet",
                        outcome.anomalygenGaps()
                                .map(file -> places.settled(file).toString())
                                .orElse(null));
        return new StageResult(outcome.summary(), set, files(work), outcome.accounts());
    }

    private static Path gaps(StageRun stage) {
        Phase previous = stage.phase().previous();
        return StageRun.demanded(stage.committed(previous).gaps(), "rca_gaps_parquet of " + previous);
    }

    private static List<Path> files(Path work) throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            return files.sorted().toList();
        }
    }
}

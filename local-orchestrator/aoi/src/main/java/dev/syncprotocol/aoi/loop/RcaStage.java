package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.rca.GapAnalysis;
import dev.syncprotocol.aoi.rca.GapOrder;
import dev.syncprotocol.aoi.rca.GapOutcome;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds where the phase's model is weakest, from its chosen inference (decision A14: filed and logged under the phase it analyses). */
final class RcaStage implements StageWork {
    @Override
    public List<Path> reads(StageRun stage) {
        return List.of(StageRun.demanded(stage.committed().inferenceCsv(), "inference_csv"));
    }

    @Override
    public List<Path> places(StageRun stage) {
        return List.of(stage.folder().rca(stage.phase()));
    }

    @Override
    public StageResult perform(StageRun stage, StagePlaces places) throws IOException {
        Path place = stage.folder().rca(stage.phase());
        Path work = Files.createDirectory(places.folder(place).resolve(StageTime.of(stage.clock())));
        GapOutcome outcome = GapAnalysis.analyse(new GapOrder(
                stage.phase().word(),
                StageRun.demanded(stage.committed().inferenceCsv(), "inference_csv"),
                stage.workspace().kpiImages(),
                stage.pictures(),
                stage.run().parameters().target().minRecall(),
                stage.run().parameters().topKPerLabel(),
                work));
        ObjectNode set = SyncJson.object();
        set.set("rca_target_defects", DeftState.list(outcome.targetDefects()));
        set.put("rca_gaps_parquet", places.settled(outcome.gapsParquet()).toString())
                .put("rca_threshold", outcome.threshold())
                .put("rca_source", stage.phase().word());
        return new StageResult(outcome.summary(), set, evidence(work), outcome.accounts());
    }

    private static List<Path> evidence(Path work) throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}

package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.rca.ContainerGapFiles;
import dev.syncprotocol.aoi.rca.GapAnalysis;
import dev.syncprotocol.aoi.rca.GapOrder;
import dev.syncprotocol.aoi.rca.GapOutcome;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        GapOutcome outcome =
                GapAnalysis.analyse(order(stage, work), stage.analyses().gaps());
        ObjectNode set = SyncJson.object();
        set.set("rca_target_defects", DeftState.list(outcome.targetDefects()));
        set.put("rca_gaps_parquet", places.settled(outcome.gapsParquet()).toString())
                .put("rca_threshold", outcome.threshold())
                .put("rca_source", stage.phase().word());
        return new StageResult(outcome.summary(), set, evidence(work), outcome.accounts());
    }

    /** What is analysed of a phase, whoever does it. */
    static GapOrder order(StageRun stage, Path work) throws IOException {
        return new GapOrder(
                stage.phase().word(),
                StageRun.demanded(stage.committed().inferenceCsv(), "inference_csv"),
                stage.folder().spec(stage.phase()),
                stage.workspace().kpiImages(),
                stage.pictures(),
                stage.run().parameters().target().minRecall(),
                stage.run().parameters().topKPerLabel(),
                work);
    }

    /** The files of a container are read again by a replay, so they are evidence too. */
    private static List<Path> evidence(Path work) throws IOException {
        List<Path> evidence = new ArrayList<>();
        for (Path folder : List.of(work, work.resolve(ContainerGapFiles.FOLDER))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(Files::isRegularFile).sorted().forEach(evidence::add);
                }
            }
        }
        return evidence;
    }
}

package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.pool.Ingested;
import dev.syncprotocol.aoi.pool.PregenIngest;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the staged pool again, unchanged, and takes in what the mining pool grew by (stage {@code anomalygen}; decision A27). */
final class IngestStage implements StageWork {
    private static final String SUMMARY = "ingest_summary.json";
    private static final String INPUTS = "inputs.sha256.json";

    @Override
    public List<Path> reads(StageRun stage) {
        List<Path> read = new ArrayList<>(SourceEmbeddings.committed(stage));
        read.add(stage.folder().manifest());
        read.add(lastInputs(stage));
        return read;
    }

    @Override
    public List<Path> places(StageRun stage) {
        return List.of(stage.folder().ingest(stage.phase()));
    }

    @Override
    public StageResult perform(StageRun stage, StagePlaces places) throws IOException {
        Path place = stage.folder().ingest(stage.phase());
        Path work = places.folder(place);
        Ingested ingested = PregenIngest.check(
                stage.workspace(), stage.pictures(), stage.folder().synthPool(), lastInputs(stage), work);
        List<EdgeAccount> accounts = new ArrayList<>();
        List<Path> evidence = new ArrayList<>(
                List.of(work.resolve(SUMMARY), work.resolve(INPUTS), work.resolve(SourceEmbeddings.DELTA_CSV)));
        if (!ingested.delta().isEmpty()) {
            accounts.addAll(SourceEmbeddings.makeDelta(stage, work, ingested.delta()));
            evidence.add(work.resolve(SourceEmbeddings.DELTA_PARQUET));
        }
        String grown = ingested.delta().isEmpty() ? "" : " (" + ingested.delta().size() + " appended since)";
        ObjectNode set = SyncJson.object()
                .put("anomalygen_ingest", place.resolve(SUMMARY).toString());
        return new StageResult(
                "reused pre-staged synth_pool: " + ingested.realRows() + " real + " + ingested.sdgRows() + " sdg rows"
                        + grown,
                set,
                evidence,
                accounts);
    }

    private static Path lastInputs(StageRun stage) {
        Phase previous = stage.phase().previous();
        return previous.isBaseline()
                ? stage.folder().inputs()
                : stage.folder().ingest(previous).resolve(INPUTS);
    }
}

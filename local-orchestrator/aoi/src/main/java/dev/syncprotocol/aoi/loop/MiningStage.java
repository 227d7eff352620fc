package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.leakage.LeakageCheck;
import dev.syncprotocol.aoi.leakage.LeakageReport;
import dev.syncprotocol.aoi.leakage.SampleSet;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.mining.Embeddings;
import dev.syncprotocol.aoi.mining.MiningHistory;
import dev.syncprotocol.aoi.mining.MiningOrder;
import dev.syncprotocol.aoi.mining.MiningOutcome;
import dev.syncprotocol.aoi.mining.NeighbourFinder;
import dev.syncprotocol.aoi.mining.PictureEmbedding;
import dev.syncprotocol.aoi.mining.SourceMining;
import dev.syncprotocol.aoi.pool.SourceSample;
import dev.syncprotocol.aoi.state.PhaseState;
import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Finds the sources nearest to the weak pictures, real and synthetic under one filter, then looks whether any of them leaks (§11.5, §11.7). */
final class MiningStage implements StageWork {
    @Override
    public List<Path> reads(StageRun stage) {
        List<Path> read = new ArrayList<>(SourceEmbeddings.committed(stage));
        read.add(StageRun.demanded(stage.committed().routed(), "routing_mining_parquet"));
        return read;
    }

    @Override
    public List<Path> places(StageRun stage) {
        return List.of(stage.folder().mining(stage.phase()));
    }

    @Override
    public StageResult perform(StageRun stage, StagePlaces places) throws IOException {
        Path place = stage.folder().mining(stage.phase());
        Path work = places.folder(place);
        Embeddings targets = targets(stage);
        MiningOutcome outcome = mine(stage, work, targets, stage.analyses().neighbours());
        List<String> warnings = new ArrayList<>(outcome.warnings());
        if (SourceEmbeddings.isContainer(stage)) {
            SourceEmbeddings.warning(stage, targets, SourceEmbeddings.all(stage))
                    .ifPresent(warnings::add);
        }
        warnings.addAll(leaks(stage, outcome));
        // Idempotent: an entry of this iteration that an earlier try left is replaced, and never read as history.
        outcome.historyAfter().write(stage.folder().miningHistory());
        ObjectNode set = SyncJson.object()
                .put(
                        "mining_mined_parquet",
                        places.settled(outcome.minedParquet()).toString())
                .put("mining_mined_count", outcome.kept());
        return new StageResult(outcome.summary(), detail(outcome), set, files(work), outcome.accounts(), warnings);
    }

    private static Embeddings targets(StageRun stage) throws IOException {
        Path gaps = StageRun.demanded(stage.committed().routed(), "routing_mining_parquet");
        Embeddings sources = SourceEmbeddings.all(stage);
        return new PictureEmbedding(SourceEmbeddings.embedder(stage), stage.pictures()).targets(gaps, sources.space());
    }

    /** Mining from embeddings that are there: what a replay compares. */
    static MiningOutcome mine(StageRun stage, Path work, Embeddings targets, NeighbourFinder finder)
            throws IOException {
        Path gaps = StageRun.demanded(stage.committed().routed(), "routing_mining_parquet");
        Embeddings sources = SourceEmbeddings.all(stage);
        return SourceMining.mine(
                new MiningOrder(
                        stage.phase().word(),
                        gaps,
                        targets,
                        sources,
                        SourceEmbeddings.samples(stage),
                        stage.pictures(),
                        history(stage),
                        stage.run().mining(),
                        previousKept(stage),
                        kpiLabels(stage),
                        work),
                finder);
    }

    /** What earlier iterations used; entries of this one or later ones are left by an earlier try, or a replay looks back. */
    private static MiningHistory history(StageRun stage) throws IOException {
        Map<String, List<String>> earlier = new LinkedHashMap<>();
        MiningHistory.read(stage.folder().miningHistory()).keys().forEach((phase, used) -> {
            if (Phase.of(phase).compareTo(stage.phase()) < 0) {
                earlier.put(phase, used);
            }
        });
        return new MiningHistory(earlier);
    }

    private static OptionalInt previousKept(StageRun stage) {
        return stage.state()
                .phase(stage.phase().previous())
                .map(PhaseState::minedCount)
                .orElse(OptionalInt.empty());
    }

    private static List<String> kpiLabels(StageRun stage) throws IOException {
        return SampleTableFile.read(stage.workspace().kpiCsv()).rows().stream()
                .map(SampleRow::label)
                .map(Labels::canonical)
                .filter(label -> !Labels.isPass(label))
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> leaks(StageRun stage, MiningOutcome outcome) throws IOException {
        LeakageReport report = new LeakageCheck(stage.pictures(), stage.run().nearCopies())
                .check(
                        List.of(new SampleSet(
                                "mined", outcome.mined(), stage.workspace().root())),
                        Tables.heldOut(stage.workspace()));
        report.refuse();
        return report.warnings().isEmpty()
                ? List.of()
                : List.of(report.warnings().size() + " near copies between mined and held-out rows");
    }

    private static String detail(MiningOutcome outcome) {
        long real = outcome.mined().rows().stream()
                .filter(row -> row.cell(SourceSample.PROVENANCE).equals("real"))
                .count();
        return "kept " + outcome.kept() + " of " + outcome.candidates() + " (real " + real + ", sdg "
                + (outcome.kept() - real) + ")";
    }

    private static List<Path> files(Path work) throws IOException {
        try (Stream<Path> files = Files.walk(work)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}

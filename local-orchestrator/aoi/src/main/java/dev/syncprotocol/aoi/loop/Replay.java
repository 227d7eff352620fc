package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.kpi.CertificateFile;
import dev.syncprotocol.aoi.kpi.KpiAnalysis;
import dev.syncprotocol.aoi.kpi.KpiReport;
import dev.syncprotocol.aoi.kpi.ScoreColumns;
import dev.syncprotocol.aoi.kpi.ScoredTableFile;
import dev.syncprotocol.aoi.kpi.ThresholdCertificate;
import dev.syncprotocol.aoi.log.LogReading;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.mining.ContainerNeighbourFiles;
import dev.syncprotocol.aoi.mining.EmbeddingsFile;
import dev.syncprotocol.aoi.mining.NeighbourFinder;
import dev.syncprotocol.aoi.mining.SourceMining;
import dev.syncprotocol.aoi.rca.ContainerGapFiles;
import dev.syncprotocol.aoi.rca.GapAnalysis;
import dev.syncprotocol.aoi.rca.GapFinder;
import dev.syncprotocol.aoi.routing.SampleRouting;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.aoi.state.PhaseState;
import dev.syncprotocol.aoi.state.RunFolder;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Computes every derived file of a run again that needs no training (KPI, gap analysis, routing, mining from the stored embeddings, assembly) into a folder
 * of its own, and compares digests; what a container found is read from the files it left. Writes nothing in the run.
 */
public final class Replay {
    private final ApprovedRun run;
    private final Clock clock;
    private final LogReading log;
    private final DeftState state;
    private final Path scratch;
    private final List<String> compared = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();

    private Replay(ApprovedRun run, Clock clock, Path scratch) throws IOException {
        this.run = run;
        this.clock = clock;
        this.scratch = scratch;
        this.log = LoopLog.of(run.folder().root(), clock).read();
        this.state = DeftState.fold(run.facts(), log);
    }

    /**
     * What a replay found.
     *
     * @param compared the files that were computed again, relative to the run
     * @param differences one line each that is not what it was
     */
    public record Outcome(List<String> compared, List<String> differences) {
        public Outcome {
            compared = List.copyOf(compared);
            differences = List.copyOf(differences);
        }
    }

    /** Replays a run. */
    public static Outcome of(ApprovedRun run, Clock clock) throws IOException {
        Path scratch = Files.createTempDirectory("sync-replay-");
        try {
            return new Replay(run, clock, scratch).outcome();
        } finally {
            delete(scratch);
        }
    }

    private Outcome outcome() throws IOException {
        for (PhaseState phase : state.phases()) {
            replay(phase);
        }
        return new Outcome(compared, differences);
    }

    /** In the order of the pipeline; what is not committed is not replayed. */
    private void replay(PhaseState phase) throws IOException {
        StageRun stage = stage(phase.phase());
        step(phase.phase(), LoopStage.ROUTING, () -> routing(phase));
        step(phase.phase(), LoopStage.DATA_MINING, () -> mining(stage));
        if (!phase.phase().isBaseline()) {
            step(phase.phase(), LoopStage.TRAIN, () -> assembly(stage));
        }
        step(phase.phase(), LoopStage.EVALUATE, () -> kpi(phase.phase()));
        step(phase.phase(), LoopStage.RCA, () -> rca(stage, phase));
    }

    /** A part of the replay. */
    private interface Part {
        void run() throws IOException;
    }

    private void step(Phase phase, LoopStage stage, Part part) throws IOException {
        if (log.committed(phase, stage).isEmpty()) {
            return;
        }
        try {
            part.run();
        } catch (SyncException failed) {
            differences.add(phase + " " + stage.word() + ": " + failed.code().word() + ": " + failed.getMessage());
        }
    }

    private void kpi(Phase phase) throws IOException {
        Path inference = folder().inference(phase);
        for (String kind : List.of(Checkpoints.BEST_VAL, Checkpoints.LATEST)) {
            Path there = inference.resolve(kind);
            if (Files.isDirectory(there)) {
                ThresholdCertificate known = CertificateFile.read(there.resolve(ThresholdCertificate.FILE));
                Path again = fresh();
                Files.copy(there.resolve("inference.csv"), again.resolve("inference.csv"));
                KpiAnalysis analysis = KpiAnalysis.of(
                        ScoredTableFile.read(again.resolve("inference.csv"), ScoreColumns.DEFAULTS),
                        run.parameters().target().minRecall());
                new KpiReport(analysis, known.scoreKind(), KpiReport.BINS).write(again);
                compare(again, there);
            }
        }
    }

    private void rca(StageRun stage, PhaseState phase) throws IOException {
        Path there = StageRun.demanded(phase.gaps(), "rca_gaps_parquet").getParent();
        Path again = fresh();
        Path container = there.resolve(ContainerGapFiles.FOLDER);
        GapFinder finder = run.parameters().services().rcaInContainer()
                ? new ContainerGapFiles(container)
                : Analyses.BUILT_IN.gaps();
        GapAnalysis.analyse(RcaStage.order(stage, again), finder);
        compare(again, there);
    }

    private void routing(PhaseState phase) throws IOException {
        Path there = StageRun.demanded(phase.routed(), "routing_mining_parquet").getParent();
        Path gaps =
                StageRun.demanded(state.phase(phase.phase().previous()).flatMap(PhaseState::gaps), "rca_gaps_parquet");
        Path again = fresh();
        new SampleRouting(again, there).pregenerated(gaps);
        compare(again, there);
    }

    private void mining(StageRun stage) throws IOException {
        Path there = folder().mining(stage.phase());
        Path again = fresh();
        NeighbourFinder finder = run.parameters().services().miningInContainer()
                ? new ContainerNeighbourFiles(there.resolve(ContainerNeighbourFiles.FOLDER))
                : Analyses.BUILT_IN.neighbours();
        MiningStage.mine(stage, again, EmbeddingsFile.read(there.resolve(SourceMining.TARGETS)), finder);
        compare(again, there);
    }

    private void assembly(StageRun stage) throws IOException {
        Path again = fresh();
        CombinedTable.assembled(stage, again);
        compare(again, folder().dataset(stage.phase()));
    }

    private void compare(Path again, Path there) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(again)) {
            files = tree.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            Path known = there.resolve(again.relativize(file).toString());
            String name = folder().root().relativize(known).toString().replace('\\', '/');
            compared.add(name);
            if (!Files.isRegularFile(known)) {
                differences.add(name + ": computed again, but not there");
            } else if (!Sha256.ofFile(known).equals(Sha256.ofFile(file))) {
                differences.add(name + ": expected " + Sha256.ofFile(file).abbreviated() + ", found "
                        + Sha256.ofFile(known).abbreviated());
            }
        }
    }

    private StageRun stage(Phase phase) throws IOException {
        return StageRun.withoutEngine(run, phase, state, clock);
    }

    private RunFolder folder() {
        return run.folder();
    }

    private Path fresh() throws IOException {
        return Files.createTempDirectory(scratch, "stage-");
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(folder)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}

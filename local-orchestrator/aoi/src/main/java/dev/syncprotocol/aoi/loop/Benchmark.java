package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.approval.BoundInput;
import dev.syncprotocol.aoi.engine.InferOrder;
import dev.syncprotocol.aoi.kpi.Bounds;
import dev.syncprotocol.aoi.kpi.KpiTarget;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.kpi.ScoreColumns;
import dev.syncprotocol.aoi.kpi.ScoredTableFile;
import dev.syncprotocol.aoi.preflight.BoundInputs;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The frozen benchmark with the KPI's checkpoint and threshold: it chooses nothing (specification §11.3). */
final class Benchmark {
    /** Its counts, {@code benchmark/<phase>/benchmark.json}. */
    static final String FILE = "benchmark.json";

    private static final String SCORED = "inference.csv";

    private Benchmark() {}

    /**
     * What the benchmark gave.
     *
     * @param files their places in the end
     * @param point the counts at the KPI's threshold
     */
    record Measured(List<Path> files, OperatingPoint point) {
        /** What a person should know at once: defects escape here that the KPI set promises to catch. */
        Optional<String> warning(KpiTarget target) {
            return target.holdsRecall(point)
                    ? Optional.empty()
                    : Optional.of("the frozen benchmark misses " + point.fn() + " of " + (point.tp() + point.fn())
                            + " defects at this threshold: do not deploy on the KPI figure alone");
        }
    }

    /** Evaluates the benchmark where there is one. */
    static Optional<Measured> evaluate(
            StageRun stage, StagePlaces places, Checkpoints.Candidate checkpoint, double threshold) throws IOException {
        requireFrozen(stage);
        Optional<Path> csv = stage.workspace().benchmarkCsv();
        if (csv.isEmpty()) {
            return Optional.empty();
        }
        Path place = stage.folder().benchmark(stage.phase());
        Path work = places.folder(place);
        Path scored = scored(stage, checkpoint, csv.get(), work);
        RowsKept.demand(csv.get(), scored);
        OperatingPoint point =
                ScoredTableFile.read(scored, ScoreColumns.DEFAULTS).scores().at(threshold);
        AtomicFile.writeForced(work.resolve(FILE), text(point, checkpoint).getBytes(StandardCharsets.UTF_8));
        return Optional.of(new Measured(List.of(place.resolve(FILE), place.resolve(SCORED)), point));
    }

    /** Scores the table, or takes its scores over from a damaged run. */
    private static Path scored(StageRun stage, Checkpoints.Candidate checkpoint, Path csv, Path work)
            throws IOException {
        Path there = work.resolve(SCORED);
        Path place = stage.folder().benchmark(stage.phase()).resolve(SCORED);
        Optional<EarlierInference> earlier = EarlierInference.of(stage);
        if (earlier.isPresent() && earlier.get().copied(checkpoint.file(), place, there)) {
            return there;
        }
        return stage.classifier()
                .infer(
                        new InferOrder(
                                stage.spec(stage.phase()),
                                stage.folder().spec(stage.phase()),
                                stage.phase().word(),
                                "benchmark",
                                checkpoint.file(),
                                Tables.below(csv, stage.workspace().kpiImages()),
                                work),
                        stage.progress())
                .inferenceCsv();
    }

    /** That table and pictures are the approved ones, and that there is none where none was approved. */
    private static void requireFrozen(StageRun stage) throws IOException {
        List<BoundInput> approved = Reapproval.inputs(stage.run()).stream()
                .filter(input -> input.name().startsWith(BoundInputs.BENCHMARK))
                .toList();
        if (!BoundInputs.benchmark(stage.workspace(), stage.pictures()).equals(approved)) {
            throw new SyncException(
                            ErrorCode.BENCHMARK_CHANGED,
                            "kpi/benchmark_set.csv or its pictures changed since the approval")
                    .withHint("put the frozen benchmark back as it was, or start a new run with the new one");
        }
    }

    private static String text(OperatingPoint point, Checkpoints.Candidate checkpoint) {
        Bounds bounds = Bounds.of(point);
        ObjectNode tree = SyncJson.object()
                .put("schema", "sync.aoi-benchmark/1")
                .put("checkpoint", checkpoint.file().toString())
                .put("best_ckpt_kind", checkpoint.kind())
                .put("threshold", point.threshold())
                .put("n_pass", point.fp() + point.tn())
                .put("n_ng", point.tp() + point.fn());
        tree.putObject("counts")
                .put("tp", point.tp())
                .put("fp", point.fp())
                .put("tn", point.tn())
                .put("fn", point.fn());
        tree.put("recall_pct", point.recallPct()).put("far_pct", point.farPct());
        tree.putObject("bounds")
                .put("miss_rate_upper_pct", bounds.missRateUpperPct())
                .put("far_lower_pct", bounds.farLowerPct())
                .put("far_upper_pct", bounds.farUpperPct());
        return SyncJson.pretty(tree);
    }
}

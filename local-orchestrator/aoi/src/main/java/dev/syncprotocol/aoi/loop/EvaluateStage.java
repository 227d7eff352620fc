package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.accounting.Edge;
import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Origin;
import dev.syncprotocol.aoi.accounting.Tally;
import dev.syncprotocol.aoi.engine.InferOrder;
import dev.syncprotocol.aoi.engine.InferOutcome;
import dev.syncprotocol.aoi.kpi.KpiAnalysis;
import dev.syncprotocol.aoi.kpi.KpiReport;
import dev.syncprotocol.aoi.kpi.ScoreColumns;
import dev.syncprotocol.aoi.kpi.ScoredTableFile;
import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.aoi.kpi.ThresholdCertificate;
import dev.syncprotocol.aoi.spec.TableLocation;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Scores the KPI set with both checkpoints, takes the one with the lower false alarm rate, equal: {@code best_val} (S4-12.15), and certifies its
 * threshold. A benchmark is evaluated with the same checkpoint and threshold and decides nothing.
 */
final class EvaluateStage implements StageWork {
    private static final String INFERENCE = "inference.csv";

    @Override
    public List<Path> reads(StageRun stage) {
        List<Path> read = new ArrayList<>(Checkpoints.of(stage.committed()).files());
        read.add(stage.folder().spec(stage.phase()));
        read.add(stage.folder().sourcePool());
        return read;
    }

    @Override
    public List<Path> places(StageRun stage) throws IOException {
        List<Path> places = new ArrayList<>(List.of(stage.folder().inference(stage.phase())));
        if (stage.workspace().benchmarkCsv().isPresent()) {
            places.add(stage.folder().benchmark(stage.phase()));
        }
        if (SourceEmbeddings.madeAfterBaseline(stage)) {
            places.addAll(SourceEmbeddings.places(stage));
        }
        return places;
    }

    /** What one checkpoint reached. */
    private record Reached(
            Checkpoints.Candidate checkpoint, Path csv, KpiAnalysis analysis, Optional<ObjectNode> from) {}

    @Override
    public StageResult perform(StageRun stage, StagePlaces places) throws IOException {
        Checkpoints checkpoints = Checkpoints.of(stage.committed());
        List<Reached> all = new ArrayList<>();
        for (Checkpoints.Candidate candidate : checkpoints.candidates()) {
            all.add(evaluated(stage, places, candidate, all));
        }
        Reached chosen = all.stream()
                .min((a, b) ->
                        Double.compare(a.analysis().farPct(), b.analysis().farPct()))
                .orElseThrow();
        List<EdgeAccount> accounts = new ArrayList<>(List.of(account(stage, chosen)));
        List<Path> evidence = evidence(stage, all);
        Optional<Benchmark.Measured> benchmark =
                Benchmark.evaluate(stage, places, chosen.checkpoint(), threshold(chosen));
        benchmark.map(Benchmark.Measured::files).ifPresent(evidence::addAll);
        List<String> warnings = new ArrayList<>();
        benchmark
                .flatMap(measured -> measured.warning(stage.run().parameters().target()))
                .ifPresent(warnings::add);
        if (SourceEmbeddings.madeAfterBaseline(stage)) {
            SourceEmbeddings.Made made = SourceEmbeddings.make(
                    stage, places, Optional.of(chosen.checkpoint().file()));
            accounts.add(made.account());
            made.warning().ifPresent(warnings::add);
            evidence.addAll(SourceEmbeddings.places(stage));
        }
        return new StageResult(summary(chosen), detail(chosen), set(stage, chosen), evidence, accounts, warnings);
    }

    private static double threshold(Reached reached) {
        return reached.analysis().threshold().value();
    }

    private static Reached evaluated(
            StageRun stage, StagePlaces places, Checkpoints.Candidate candidate, List<Reached> before)
            throws IOException {
        Path folder = Files.createDirectories(
                places.folder(stage.folder().inference(stage.phase())).resolve(candidate.kind()));
        Path csv = folder.resolve(INFERENCE);
        Scored scored;
        Optional<Reached> same = before.stream()
                .filter(reached -> reached.checkpoint().file().equals(candidate.file()))
                .findFirst();
        if (same.isPresent()) {
            // The latest checkpoint is the best one: scored once, filed under both names.
            Files.copy(same.get().csv(), csv);
            scored = new Scored(stage.run().facts().scoreKind(), same.get().from());
        } else {
            scored = scored(stage, candidate, csv);
        }
        RowsKept.demand(stage.workspace().kpiCsv(), csv);
        KpiAnalysis analysis = KpiAnalysis.of(
                ScoredTableFile.read(csv, ScoreColumns.DEFAULTS),
                stage.run().parameters().target().minRecall());
        new KpiReport(analysis, scored.kind(), KpiReport.BINS).write(folder);
        return new Reached(candidate, csv, analysis, scored.from());
    }

    /**
     * A scored table.
     *
     * @param kind of its scores
     * @param from the stage it was taken over from; empty when it was made
     */
    private record Scored(String kind, Optional<ObjectNode> from) {}

    private static Scored scored(StageRun stage, Checkpoints.Candidate candidate, Path csv) throws IOException {
        Path place = stage.folder()
                .inference(stage.phase())
                .resolve(candidate.kind())
                .resolve(INFERENCE);
        Optional<EarlierInference> earlier = EarlierInference.of(stage);
        return earlier.isPresent() && earlier.get().copied(candidate.file(), place, csv)
                ? new Scored(
                        stage.run().facts().scoreKind(),
                        Optional.of(earlier.get().provenance()))
                : new Scored(
                        inferred(stage, candidate, csv.getParent()).scoreKind().word(), Optional.empty());
    }

    private static InferOutcome inferred(StageRun stage, Checkpoints.Candidate candidate, Path folder)
            throws IOException {
        TableLocation kpi =
                Tables.below(stage.workspace().kpiCsv(), stage.workspace().kpiImages());
        return stage.classifier()
                .infer(
                        new InferOrder(
                                stage.spec(stage.phase()),
                                stage.folder().spec(stage.phase()),
                                stage.phase().word(),
                                candidate.kind(),
                                candidate.file(),
                                kpi,
                                folder),
                        stage.progress());
    }

    /** Edge E1, of the table that goes on; the other one was compared row by row too. */
    private static EdgeAccount account(StageRun stage, Reached chosen) throws IOException {
        SampleTable asked = SampleTableFile.read(stage.workspace().kpiCsv());
        SampleTable scored = SampleTableFile.read(chosen.csv());
        Tally in = Tables.tally(asked, Origin.KPI);
        return EdgeAccount.of(Edge.E1, in, Tables.tally(scored, Origin.KPI));
    }

    private static List<Path> evidence(StageRun stage, List<Reached> all) {
        List<Path> evidence = new ArrayList<>();
        for (Reached reached : all) {
            Path folder = folder(stage, reached);
            evidence.add(folder.resolve(INFERENCE));
            evidence.add(folder.resolve("threshold_metrics.csv"));
            evidence.add(folder.resolve(ThresholdCertificate.FILE));
        }
        return evidence;
    }

    private static Path folder(StageRun stage, Reached reached) {
        return stage.folder()
                .inference(stage.phase())
                .resolve(reached.checkpoint().kind());
    }

    private static ObjectNode set(StageRun stage, Reached chosen) {
        Path folder = folder(stage, chosen);
        ObjectNode set = SyncJson.object()
                .put("best_ckpt_path", chosen.checkpoint().file().toString())
                .put("best_ckpt_kind", chosen.checkpoint().kind())
                .put("far_pct", chosen.analysis().farPct())
                .put("threshold", threshold(chosen));
        Checkpoints.put(set, "val_loss", chosen.checkpoint().loss());
        chosen.from().ifPresent(from -> set.set("evaluate_taken_over", from));
        return set.put("inference_csv", folder.resolve(INFERENCE).toString())
                .put("certificate", folder.resolve(ThresholdCertificate.FILE).toString());
    }

    private static String detail(Reached chosen) {
        return chosen.from()
                .map(from ->
                        summary(chosen) + " taken over from " + from.path("run").asText())
                .orElse("");
    }

    private static String summary(Reached chosen) {
        return "FAR=" + StoredThreshold.decimal(chosen.analysis().farPct()) + "% threshold="
                + chosen.analysis().threshold().decimal() + " val_loss="
                + Checkpoints.words(chosen.checkpoint().loss()) + " best_ckpt="
                + chosen.checkpoint().kind();
    }
}

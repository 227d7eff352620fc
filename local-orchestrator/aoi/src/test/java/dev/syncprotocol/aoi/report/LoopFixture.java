package dev.syncprotocol.aoi.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.engine.ScoreKind;
import dev.syncprotocol.aoi.kpi.CertificateFile;
import dev.syncprotocol.aoi.kpi.KpiAnalysis;
import dev.syncprotocol.aoi.kpi.KpiTarget;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.kpi.ScoreColumns;
import dev.syncprotocol.aoi.kpi.ScoredTableFile;
import dev.syncprotocol.aoi.kpi.ThresholdCertificate;
import dev.syncprotocol.aoi.log.EntryStatus;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.log.StageRecord;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.aoi.state.RunFacts;
import dev.syncprotocol.protocol.json.SyncJson;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * A run folder as a loop leaves it, made in code: tables, certificates, log and state are written by the loop's own classes from
 * scores drawn with a fixed seed; only training and mining did not happen.
 */
public final class LoopFixture {
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-04T08:30:00Z"), ZoneOffset.UTC);

    private static final String HEADER = "input_path,golden_path,label,object_name,boardname,siamese_score\n";

    private final Path workspace;
    private final Path run;
    private final RunFacts facts;
    private final LoopLog log;

    private LoopFixture(Path workspace, String target, int maxIterations) throws IOException {
        this.workspace = workspace;
        this.run = Files.createDirectories(workspace.resolve("results/run_20260504_065500"));
        this.log = LoopLog.of(run, CLOCK);
        this.facts = new RunFacts(
                run,
                "2026-05-04T06:55:00+00:00",
                KpiTarget.parse(target),
                maxIterations,
                "embedded",
                ScoreKind.LOGIT.word(),
                config(workspace));
    }

    /** A run that was approved and has no stage behind it. */
    public static LoopFixture begun(Path workspace, String target, int maxIterations) throws IOException {
        LoopFixture folder = new LoopFixture(workspace, target, maxIterations);
        write(workspace.resolve("train/base/training_set.csv"), table(320));
        write(workspace.resolve("specs/baseline_spec.yaml"), Specs.BASELINE);
        write(
                folder.run.resolve("synth_pool/source_pool.csv"),
                "label,provenance\nPASS,real\nopen,sdg\nshort,sdg\nmousebite,sdg\nspur,sdg\n");
        folder.fold();
        return folder;
    }

    /** A loop of a baseline and three iterations that used them all up; the last one is worse than the one before. */
    public static LoopFixture ended(Path workspace) throws IOException {
        LoopFixture folder = begun(workspace, "FAR < 0.5% at recall=100%", 3);
        folder.evaluated(
                "baseline",
                Scores.seeded(1)
                        .pass(-1.6, 400)
                        .defect("open", 2.5, 14)
                        .defect("short", 2.2, 14)
                        .defect("spur", 1.2, 12)
                        .defect("mousebite", 0.1, 10)
                        .defect("pin_hole", -0.4, 10));
        folder.analysed("baseline", "pin_hole", "mousebite", "PASS");
        folder.mined("iter1", 63, 41, 9, 32).trained("iter1", 361, 32, "0.41/0.52 0.33/0.44 0.25/0.41");
        folder.evaluated(
                "iter1",
                Scores.seeded(2)
                        .pass(-1.9, 400)
                        .defect("open", 3.1, 14)
                        .defect("short", 2.9, 14)
                        .defect("spur", 2.1, 12)
                        .defect("mousebite", 1.5, 10)
                        .defect("pin_hole", 0.2, 10));
        folder.analysed("iter1", "pin_hole", "PASS");
        folder.mined("iter2", 40, 18, 2, 16).trained("iter2", 379, 48, "0.31/0.42 0.23/0.38 0.15/0.37");
        folder.evaluated(
                "iter2",
                Scores.seeded(3)
                        .pass(-2.4, 400)
                        .defect("open", 3.4, 14)
                        .defect("short", 3.1, 14)
                        .defect("spur", 2.6, 12)
                        .defect("mousebite", 2.1, 10)
                        .defect("pin_hole", 0.9, 10));
        folder.analysed("iter2", "pin_hole", "PASS");
        folder.mined("iter3", 22, 7, 1, 6).trained("iter3", 386, 54, "0.21/0.36 0.13/0.38 0.05/0.44");
        folder.evaluated(
                "iter3",
                Scores.seeded(4)
                        .pass(-1.8, 400)
                        .defect("open", 3.2, 14)
                        .defect("short", 3.1, 14)
                        .defect("spur", 2.3, 12)
                        .defect("mousebite", 1.9, 10)
                        .defect("pin_hole", 0.3, 10));
        return folder.stopped("max_iterations");
    }

    /**
     * A loop whose baseline is the best phase on the KPI set and the worst on the frozen benchmark: there it flags most good samples, and the
     * iteration hardly any.
     */
    public static LoopFixture contradicted(Path workspace) throws IOException {
        return begun(workspace, "FAR < 0.5% at recall=100%", 1)
                .evaluated("baseline", Scores.seeded(1).pass(-2.4, 400).defect("open", 9, 40))
                .benchmarked("baseline", Scores.seeded(2).pass(2, 200).defect("open", 9, 30))
                .mined("iter1", 63, 41, 9, 32)
                .trained("iter1", 361, 32, "0.41/0.52 0.33/0.44 0.25/0.41")
                .evaluated("iter1", Scores.seeded(3).pass(-2.4, 400).defect("open", 1.2, 40))
                .benchmarked("iter1", Scores.seeded(4).pass(-2.4, 200).defect("open", 9, 30))
                .stopped("max_iterations");
    }

    /** {@code ${RESULTS_DIR}}. */
    public Path dir() {
        return run;
    }

    /** A file of the run. */
    public Path file(String path) {
        return run.resolve(path);
    }

    /** The table, the certificate and the entry of an evaluation. */
    public LoopFixture evaluated(String phase, Scores scores) throws IOException {
        Path folder = run.resolve(phase).resolve("inference/best_val");
        Path csv = write(folder.resolve("inference.csv"), HEADER + scores.rows());
        KpiAnalysis analysis = KpiAnalysis.of(
                ScoredTableFile.read(csv, ScoreColumns.DEFAULTS), facts.target().minRecall());
        ThresholdCertificate certificate = ThresholdCertificate.of(analysis, "inference.csv", ScoreKind.LOGIT);
        Path file = folder.resolve(ThresholdCertificate.FILE);
        CertificateFile.write(file, certificate);
        write(run.resolve(phase).resolve("specs/" + phase + "_spec.yaml"), Specs.BASELINE);
        Path checkpoint = write(run.resolve(phase).resolve("train/model_epoch_005_step_00120.safetensors"), "weights");
        ObjectNode set = SyncJson.object()
                .put("best_ckpt_path", checkpoint.toString())
                .put("best_ckpt_kind", "best_val")
                .put("far_pct", certificate.farPct())
                .put("threshold", certificate.threshold().value())
                .put("val_loss", 0.3125)
                .put("inference_csv", csv.toString())
                .put("certificate", file.toString());
        return entry(
                phase,
                LoopStage.EVALUATE,
                EntryStatus.OK,
                "FAR=" + certificate.farPct() + "% best_ckpt=best_val",
                42,
                set);
    }

    /** The entry of an analysis that found these labels weak, worst first. */
    public LoopFixture analysed(String phase, String... labels) throws IOException {
        ObjectNode set = SyncJson.object();
        set.set("rca_target_defects", DeftState.list(List.of(labels)));
        return entry(
                phase,
                LoopStage.RCA,
                EntryStatus.OK,
                "RCA (VCN): gaps=88 rows across " + labels.length + " labels",
                3,
                set);
    }

    /** What routing and mining leave. */
    public LoopFixture mined(String phase, int candidates, int kept, int real, int sdg) throws IOException {
        Path routed = run.resolve(phase).resolve("routing_results/2026-05-04_070000/mining_gaps.parquet");
        write(
                routed.resolveSibling("routing_summary.txt"),
                "Weak-sample routing summary\nTotal weak samples: 88\nMining subset:      88 -> " + routed
                        + "\nAnomalyGen subset:  0 -> none\n");
        entry(
                phase,
                LoopStage.ROUTING,
                EntryStatus.OK,
                "pre-gen single-bucket: 88 gaps -> mining; no AG fanout",
                0,
                SyncJson.object().put("routing_mining_parquet", routed.toString()));
        Path folder = run.resolve(phase).resolve("mining_filter");
        write(
                folder.resolve("knn_summary.csv"),
                "candidate_count,kept_count,rejected_count,similarity_threshold,metric,top_k_per_target,target_count,source_count,"
                        + "excluded_by_history,embedder\n" + candidates + "," + kept + "," + (candidates - kept)
                        + ",0.9,cosine,5,88,480,3,encoder\n");
        StringBuilder pool = new StringBuilder("object_name,provenance,filepath\n");
        for (int i = 0; i < real + sdg; i++) {
            String name = (i < real ? "real" : "pair") + i + "_SolderLight.jpg";
            pool.append("o")
                    .append(i)
                    .append(i < real ? ",real," : ",sdg,")
                    .append("somewhere/")
                    .append(name)
                    .append('\n');
            if (i == real) {
                picture(run.resolve("synth_pool/images/synth_ng").resolve(name), Color.ORANGE);
                picture(run.resolve("synth_pool/images/synth_ok").resolve(name), Color.GREEN);
            }
        }
        write(folder.resolve("mining_pool.csv"), pool.toString());
        return entry(
                phase,
                LoopStage.DATA_MINING,
                EntryStatus.OK,
                "Mining (VCN): mined=" + kept + " source images for 88 targets",
                12,
                SyncJson.object().put("mining_mined_count", kept));
    }

    /** The provenance of an iteration's rows and the losses of its training, {@code train/val} a validation. */
    public LoopFixture trained(String phase, int rows, int synthetic, String losses) throws IOException {
        StringBuilder provenance = new StringBuilder("row,object_name,source,origin_provenance\n");
        for (int i = 0; i < rows; i++) {
            provenance
                    .append(i + 1)
                    .append(",o")
                    .append(i)
                    .append(i < synthetic ? ",mining_pool,sdg\n" : ",base_train,base\n");
        }
        write(run.resolve(phase).resolve("dataset/train_combined_" + phase + "_provenance.csv"), provenance.toString());
        StringBuilder status = new StringBuilder();
        for (String pair : losses.split(" ")) {
            String[] both = pair.split("/");
            status.append("{\"status\":\"RUNNING\",\"kpi\":{\"train_loss\":")
                    .append(both[0])
                    .append("}}\n");
            status.append("{\"status\":\"RUNNING\",\"kpi\":{\"val_loss\":")
                    .append(both[1])
                    .append("}}\n");
        }
        write(run.resolve(phase).resolve("train/status.json"), status.toString());
        return entry(
                phase,
                LoopStage.TRAIN,
                EntryStatus.OK,
                "FAR=? val_loss=0.31 best_ckpt=best_val",
                118,
                SyncJson.object());
    }

    /** The same checkpoint and threshold on a frozen set. */
    public LoopFixture benchmarked(String phase, Scores scores) throws IOException {
        Path folder = run.resolve("benchmark").resolve(phase);
        Path csv = write(folder.resolve("inference.csv"), HEADER + scores.rows());
        double threshold = DeftState.read(run.resolve(DeftState.NAME))
                .phase(Phase.of(phase))
                .orElseThrow()
                .threshold()
                .orElseThrow();
        OperatingPoint point =
                ScoredTableFile.read(csv, ScoreColumns.DEFAULTS).scores().at(threshold);
        ObjectNode tree = SyncJson.object().put("threshold", threshold);
        tree.putObject("counts")
                .put("tp", point.tp())
                .put("fp", point.fp())
                .put("tn", point.tn())
                .put("fn", point.fn());
        write(folder.resolve("benchmark.json"), SyncJson.pretty(tree));
        return this;
    }

    /** A stage that failed with this hard stop. */
    public LoopFixture hardStopped(String phase, LoopStage stage, String code, String summary) throws IOException {
        entry(phase, stage, EntryStatus.ERROR, summary, 1, SyncJson.object());
        return entry(
                phase,
                LoopStage.LOOP_STOP,
                EntryStatus.ERROR,
                code,
                0,
                SyncJson.object().put("reason", "hard_stop:" + code));
    }

    /** The end of a loop. */
    public LoopFixture stopped(String reason) throws IOException {
        String phase = DeftState.read(run.resolve(DeftState.NAME))
                .phases()
                .get(0)
                .phase()
                .word();
        int last = DeftState.read(run.resolve(DeftState.NAME)).currentIteration();
        return entry(
                last == 0 ? phase : "iter" + last,
                LoopStage.LOOP_STOP,
                EntryStatus.OK,
                reason,
                0,
                SyncJson.object().put("reason", reason));
    }

    private LoopFixture entry(
            String phase, LoopStage stage, EntryStatus status, String summary, long seconds, ObjectNode set)
            throws IOException {
        log.append(new StageRecord(Phase.of(phase), stage, status, summary, seconds, set, List.of()));
        return fold();
    }

    private LoopFixture fold() throws IOException {
        DeftState.fold(facts, log.read()).write(run.resolve(DeftState.NAME));
        return this;
    }

    private static ObjectNode config(Path workspace) {
        ObjectNode config = SyncJson.object();
        put(config, "specs_file", workspace.resolve("specs/baseline_spec.yaml"));
        put(config, "training_csv", workspace.resolve("train/base/training_set.csv"));
        put(config, "validation_csv", workspace.resolve("train/base/validation_set.csv"));
        put(config, "kpi_test_csv", workspace.resolve("kpi/testing_set.csv"));
        put(config, "images_dir", workspace.resolve("kpi/images"));
        put(config, "backbone_weight_dir", workspace.resolve("augmentation/backbone"));
        return config.put("automl_policy", "off");
    }

    private static void put(ObjectNode config, String field, Path path) {
        config.put(field, path.toString());
    }

    private static String table(int rows) {
        StringBuilder table = new StringBuilder("input_path,golden_path,label,object_name\n");
        for (int i = 0; i < rows; i++) {
            table.append("a,b,")
                    .append(i % 8 == 0 ? "open" : "PASS")
                    .append(",o")
                    .append(i)
                    .append('\n');
        }
        return table.toString();
    }

    private static void picture(Path file, Color color) throws IOException {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(color);
        canvas.fillOval(12, 8, 36, 30);
        canvas.dispose();
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "jpg", file.toFile());
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** Scores of an evaluation, drawn around a mean a class. */
    public static final class Scores {
        private final Random random;
        private final StringBuilder rows = new StringBuilder();
        private int number;

        private Scores(long seed) {
            this.random = new Random(seed);
        }

        public static Scores seeded(long seed) {
            return new Scores(seed);
        }

        public Scores pass(double mean, int count) {
            return defect("PASS", mean, count);
        }

        public Scores defect(String label, double mean, int count) {
            for (int i = 0; i < count; i++) {
                row(label, (float) (mean + random.nextGaussian()));
            }
            return this;
        }

        public Scores row(String label, double score) {
            rows.append("board")
                    .append(number % 20)
                    .append(",golden,\"")
                    .append(label.replace("\"", "\"\""))
                    .append("\",C")
                    .append(1000 + number++)
                    .append("@1,")
                    .append(number % 20)
                    .append(',')
                    .append(score)
                    .append('\n');
            return this;
        }

        String rows() {
            return rows.toString();
        }
    }
}

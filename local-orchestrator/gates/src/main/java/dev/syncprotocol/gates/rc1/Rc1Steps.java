package dev.syncprotocol.gates.rc1;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.ReportFile;
import dev.syncprotocol.gates.build.PoolBuilder;
import dev.syncprotocol.gates.build.PoolOrder;
import dev.syncprotocol.gates.check.DiversityGate;
import dev.syncprotocol.gates.check.LeakGate;
import dev.syncprotocol.gates.difficulty.BalancedPool;
import dev.syncprotocol.gates.difficulty.Calibration;
import dev.syncprotocol.gates.difficulty.DifficultyGate;
import dev.syncprotocol.gates.difficulty.DifficultyMetrics;
import dev.syncprotocol.gates.diversity.DiversityReport;
import dev.syncprotocol.gates.pool.PoolFile;
import dev.syncprotocol.gates.scorer.AntiSimulation;
import dev.syncprotocol.gates.scorer.CallLog;
import dev.syncprotocol.gates.scorer.PriceTable;
import dev.syncprotocol.gates.scorer.ScorerProbe;
import dev.syncprotocol.gates.weights.OverclarPenalty;
import dev.syncprotocol.gates.weights.WeightFault;
import dev.syncprotocol.gates.weights.Weights;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The steps of the preflight, each on its own (S2-1.1 to S2-1.9). Each writes its report whether its gate passes or not,
 * and answers with the result; what cannot be done at all is thrown.
 *
 * @param context where and when
 * @param scorers who scores
 */
public record Rc1Steps(Rc1Context context, ScorerSource scorers) {
    private static final int LEAST_JAVA = 17;
    private static final double GIB = 1L << 30;

    /** Step 1: the runtime. */
    public GateResult runtime() {
        int java = Runtime.version().feature();
        ObjectNode values = SyncJson.object()
                .put("java", Runtime.version().toString())
                .put("os", System.getProperty("os.name"))
                .put("arch", System.getProperty("os.arch"))
                .put("cpus", Runtime.getRuntime().availableProcessors());
        List<Finding> failures = java >= LEAST_JAVA
                ? List.of()
                : List.of(Finding.figure("java", Finding.ALL, java, LEAST_JAVA, "Java " + java));
        return new GateResult("runtime", values, SyncJson.object().put("java", LEAST_JAVA), Optional.empty(), failures);
    }

    /** Step 2: which code this is; nothing is written outside a work tree. */
    public GateResult git() throws IOException {
        ObjectNode values = SyncJson.object();
        values.put("commit", context.git().map(Rc1Context.GitFacts::commit).orElse(null));
        if (context.git().isPresent()) {
            Rc1Context.GitFacts git = context.git().get();
            values.put("uncommitted", git.status().size());
            text("reports/rc1/git_commit.txt", git.commit() + "\n");
            text(
                    "reports/rc1/git_status.txt",
                    String.join("\n", git.status()) + (git.status().isEmpty() ? "" : "\n"));
        }
        return new GateResult("git", values, SyncJson.object(), Optional.empty(), List.of());
    }

    private void text(String path, String content) throws IOException {
        ReportFile.write(context.at(path), content.getBytes(StandardCharsets.UTF_8));
    }

    /** Step 3: free disk, strictly above the limit, GiB. */
    public GateResult disk(double minFreeGb) throws IOException {
        double free = Files.getFileStore(context.workspace()).getUsableSpace() / GIB;
        List<Finding> failures = free > minFreeGb
                ? List.of()
                : List.of(Finding.figure(
                        "min_free_gb", Finding.ALL, free, minFreeGb, String.format("%.1f GB free", free)));
        return new GateResult(
                "disk",
                SyncJson.object().put("free_gb", free),
                SyncJson.object().put("min_free_gb", minFreeGb),
                Optional.empty(),
                failures);
    }

    /** Step 4.1: the scorer is live. Without {@code --live} no call is made, and nothing is proved. */
    public GateResult probe(Orders.Probe order) throws IOException {
        GateResult result = order.live() ? probed(order) : notProbed();
        result.values().put("provider", order.provider().word());
        return context.report(order.out(), result, 0, List.of());
    }

    private GateResult probed(Orders.Probe order) throws IOException {
        ScorerProbe.Settings settings = new ScorerProbe.Settings(
                order.n(),
                order.minOk(),
                context.mode(),
                prices(),
                () -> UUID.randomUUID().toString());
        try {
            return ScorerProbe.run(scorers.open(order.provider()), log(), settings);
        } catch (SyncException refused) {
            if (refused.code() != ErrorCode.PREFLIGHT_FAILED) {
                throw refused;
            }
            return failed("probe", "scorer", refused.getMessage());
        }
    }

    private static GateResult notProbed() {
        return failed("probe", "live", "without --live no call is made, and nothing is proved");
    }

    private static GateResult failed(String gate, String check, String why) {
        return new GateResult(
                gate,
                SyncJson.object(),
                SyncJson.object(),
                Optional.empty(),
                List.of(Finding.rule(check, Finding.ALL, why)));
    }

    private PriceTable prices() throws IOException {
        return PriceTable.of(context.workspace());
    }

    private CallLog log() throws IOException {
        return new CallLog(context.at(CallLog.PATH), context.runId(), prices());
    }

    /** Steps 4.2 and 11.1: the cache-hit rate. */
    public GateResult antiSimulation(Orders.AntiSim order) throws IOException {
        Path log = context.at(CallLog.PATH);
        Optional<String> run =
                order.runId().isPresent() || order.window().isPresent() ? order.runId() : AntiSimulation.lastRun(log);
        GateResult result =
                new AntiSimulation(log, order.cacheHitLt(), order.window().orElse(AntiSimulation.WINDOW), run).judge();
        return context.report(order.out(), result, 0, List.of(CallLog.PATH));
    }

    /** Steps 5 and 11.2: the shadow set and both scorers on it. */
    public GateResult shadow(Orders.Shadow order) throws IOException {
        return new ShadowStep(context, scorers, log()).run(order);
    }

    /** Step 6: the pool. */
    public GateResult buildPool(PoolOrder order, String out) throws IOException {
        try (PoolBuilder builder = new PoolBuilder(order)) {
            ObjectNode values = builder.write(context.at(out));
            GateResult result = new GateResult("pool", values, SyncJson.object(), Optional.empty(), List.of());
            return context.report("reports/rc1/build_pool.json", result, order.seed(), List.of(out));
        }
    }

    /** Step 7: variety and leaks; both results, one report. */
    public List<GateResult> validatePool(Orders.Validate order) throws IOException {
        PoolFile pool = PoolFile.read(context.at(order.pool()));
        DiversityGate.Outcome diversity = DiversityGate.judge(pool, order.limits(), new References(context).of(order));
        GateResult leak = new LeakGate(
                        context.at(order.leakCheck()),
                        order.leakNgram(),
                        order.leakSim(),
                        order.limits().tasks())
                .judge(pool);
        GateResult.WrittenReport report = write(order, pool, diversity, leak);
        return List.of(diversity.result().in(report), leak.in(report));
    }

    private GateResult.WrittenReport write(
            Orders.Validate order, PoolFile pool, DiversityGate.Outcome diversity, GateResult leak) throws IOException {
        ObjectNode document =
                DiversityReport.document(diversity.whole(), new RepoPath(order.pool()), pool.sha256(), context.clock());
        document.setAll(context.head(
                "sync.diversity-report/1", order.limits().distinct().seed()));
        document.put("pass", diversity.result().passed() && leak.passed());
        document.set("thresholds", diversity.result().thresholds());
        document.set("tasks", diversity.result().values());
        document.set("leak", leak.values());
        document.set("leak_thresholds", leak.thresholds());
        List<Finding> all = new ArrayList<>(diversity.result().failures());
        all.addAll(leak.failures());
        all.forEach(finding -> document.withArray("failures").add(finding.tree()));
        document.withArray("failures");
        return context.write(order.out(), document, List.of(order.pool(), order.leakCheck()));
    }

    /** Step 8, first: one metrics row a record. */
    public GateResult metrics(Orders.Metrics order) throws IOException {
        PoolFile pool = PoolFile.read(context.at(order.in()));
        Calibration calibration = calibration(order.calibration());
        DifficultyMetrics.write(
                context.at(order.out()), DifficultyMetrics.of(pool, order.in(), calibration), calibration);
        ObjectNode values = SyncJson.object()
                .put("rows", pool.records().size())
                .put("calibration_sha256", calibration.sha256().hex());
        return new GateResult("metrics", values, SyncJson.object(), Optional.empty(), List.of());
    }

    /** Freezes a pool into a calibration file and gives its digest. */
    public Sha256 calibrate(String pool, String file) throws IOException {
        Calibration calibration = DifficultyMetrics.calibrate(PoolFile.read(context.at(pool)));
        text(file, calibration.text());
        return calibration.sha256();
    }

    private Calibration calibration(Optional<String> file) throws IOException {
        return file.isPresent() ? Calibration.read(Files.readAllBytes(context.at(file.get()))) : Calibration.shipped();
    }

    /** Step 8, second: the balanced pool. */
    public GateResult bucketize(Orders.Bucketize order) throws IOException {
        BalancedPool.Outcome outcome = BalancedPool.write(
                context.at(order.out()),
                DifficultyMetrics.read(context.at(order.metrics())),
                new BalancedPool.Order(
                        context.workspace(),
                        order.target(),
                        order.limits(),
                        order.tasks(),
                        order.minPerTask(),
                        order.seed()));
        ObjectNode thresholds = SyncJson.object().put("min_per_task", order.minPerTask());
        GateResult result =
                new GateResult("bucketize", outcome.report(), thresholds, Optional.empty(), outcome.findings());
        return context.report(
                "reports/rc1/balance_report.json", result, order.seed(), List.of(order.metrics(), order.out()));
    }

    /** Step 8, third: the balanced pool keeps its limits. */
    public GateResult difficulty(Orders.Difficulty order, Optional<String> calibration) throws IOException {
        GateResult result = DifficultyGate.judge(
                DifficultyMetrics.read(context.at(order.metrics())),
                PoolFile.read(context.at(order.balanced())),
                order.limits(),
                order.tasks(),
                calibration(calibration));
        return context.report(order.out(), result, 0, List.of(order.metrics(), order.balanced()));
    }

    /** Step 9, first: the weights file. */
    public GateResult weights(Orders.WeightFiles order) throws IOException {
        Path file = context.at(order.weights());
        ObjectNode values = SyncJson.object();
        List<Finding> failures = new ArrayList<>();
        if (!Files.isRegularFile(file)) {
            failures.add(Finding.rule("weights", Finding.ALL, "no " + order.weights()));
        } else {
            values.put("sha256", Sha256.ofFile(file).hex());
            judge(file, values, failures);
        }
        ObjectNode thresholds = SyncJson.object().put("sum_tolerance", 1e-6).put("largest", 0.5);
        GateResult result = new GateResult("weights", values, thresholds, Optional.empty(), failures);
        return context.report("reports/rc1/weights_report.json", result, 0, List.of(order.weights()));
    }

    private static void judge(Path file, ObjectNode values, List<Finding> failures) throws IOException {
        try {
            Weights weights = Weights.read(Files.readAllBytes(file));
            values.put("sum", weights.sum()).put("dimensions", weights.of().size());
            for (WeightFault fault : weights.failures()) {
                failures.add(Finding.rule(fault.word(), Finding.ALL, fault.meaning()));
            }
        } catch (SyncException unreadable) {
            failures.add(Finding.rule("weights", Finding.ALL, unreadable.getMessage()));
        }
    }

    /** Step 9, second and third: the penalty is on, and works (D35); the whole config keeps its rules. */
    public GateResult penalty(Orders.WeightFiles order) throws IOException {
        List<Finding> failures = new ArrayList<>();
        ObjectNode values = SyncJson.object();
        try {
            PpoScale config = PpoScale.read(context.at(order.config()));
            failures.addAll(config.findings(context.mode(), context.baseModel(), order.advise()));
            config.advice().forEach(line -> values.withArray("warnings").add(line));
            values.put("use_overclar_penalty", config.penaltyOn());
            if (!config.penaltyOn()) {
                failures.add(Finding.rule("penalty", Finding.ALL, "use_overclar_penalty is not true"));
            }
        } catch (SyncException unreadable) {
            failures.add(Finding.rule("config", Finding.ALL, unreadable.getMessage()));
        }
        values.put("cases", PenaltyCases.count());
        PenaltyCases.broken(OverclarPenalty.SEED)
                .forEach(broken -> failures.add(Finding.rule("penalty_case", Finding.ALL, broken)));
        GateResult result = new GateResult("penalty", values, SyncJson.object(), Optional.empty(), failures);
        return context.report("reports/rc1/penalty_report.json", result, 0, List.of(order.config()));
    }
}

package dev.syncprotocol.gates.rc1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.ReportFile;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The two rounds of the preflight, gate after gate; the first that fails ends a round (S2-0.2, D28). Whatever happens, a
 * ticket of an earlier run is withdrawn first (D30).
 */
public final class Rc1Preflight {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);

    private final Rc1Context context;
    private final Rc1Steps steps;
    private final Orders orders;
    private final Consumer<GateResult> listener;
    private final List<GateResult> results = new ArrayList<>();

    /**
     * A preflight.
     *
     * @param listener told of each gate as it is judged
     */
    public Rc1Preflight(Rc1Context context, ScorerSource scorers, Orders orders, Consumer<GateResult> listener) {
        this.context = context;
        this.steps = new Rc1Steps(context, scorers);
        this.orders = orders;
        this.listener = listener;
    }

    /** A step that answers with gates. */
    private interface Step {
        List<GateResult> run() throws IOException;
    }

    /**
     * How a round ended.
     *
     * @param results every gate judged, in order
     * @param report where its file lies
     */
    public record Round(List<GateResult> results, String report) {
        public Round {
            results = List.copyOf(results);
        }

        /** Whether every gate passed. */
        public boolean passed() {
            return results.stream().allMatch(GateResult::passed);
        }
    }

    /** Steps 1 to 10; {@code round1.json} is written whether they pass or not. */
    public Round round1() throws IOException {
        withdraw();
        results.clear();
        boolean all = all(List.of(
                () -> List.of(steps.runtime()),
                () -> List.of(steps.git()),
                () -> List.of(steps.disk(orders.minFreeGb())),
                () -> List.of(steps.probe(orders.probe())),
                () -> List.of(steps.antiSimulation(orders.antiSimulation())),
                () -> List.of(shadow()),
                () -> List.of(steps.buildPool(orders.build(), orders.poolOut())),
                () -> steps.validatePool(orders.validate()),
                this::difficulty,
                () -> List.of(steps.weights(orders.weights()), steps.penalty(orders.weights()))));
        return new Round(results, aggregate(all));
    }

    private boolean all(List<Step> list) throws IOException {
        for (Step step : list) {
            List<GateResult> judged = step.run();
            judged.forEach(listener);
            results.addAll(judged);
            if (!judged.stream().allMatch(GateResult::passed)) {
                return false;
            }
        }
        return true;
    }

    private GateResult shadow() throws IOException {
        GateResult result = steps.shadow(orders.shadow());
        fingerprint(Rc1Paths.SHADOW, "shadow_eval_245");
        fingerprint(Rc1Paths.MANIFEST, "sample_manifest");
        return result;
    }

    private List<GateResult> difficulty() throws IOException {
        steps.metrics(orders.metrics());
        GateResult sampled = steps.bucketize(orders.bucketize());
        if (!sampled.passed()) {
            return List.of(new GateResult(
                    "difficulty", sampled.values(), sampled.thresholds(), sampled.report(), sampled.failures()));
        }
        return List.of(steps.difficulty(orders.difficulty(), orders.metrics().calibration()));
    }

    private String aggregate(boolean all) throws IOException {
        ObjectNode document = SyncJson.object()
                .put("round", "round1")
                .put("ts", context.now())
                .put("run_id", context.runId())
                .put("mode", context.mode().word())
                .put("tool_version", context.toolVersion());
        ObjectNode files = SyncJson.object();
        boolean readable = file(files, "shadow_eval", Rc1Paths.SHADOW)
                & file(files, "seed_pool", Rc1Paths.POOL)
                & file(files, "seed_pool_balanced", Rc1Paths.BALANCED)
                & file(files, "weights", Rc1Paths.WEIGHTS)
                & file(files, "ppo_cfg", Rc1Paths.CONFIG);
        if (all && !readable) {
            results.add(new GateResult(
                    "files",
                    SyncJson.object(),
                    SyncJson.object(),
                    Optional.empty(),
                    List.of(Finding.rule("files", Finding.ALL, "a file of the round cannot be read"))));
        }
        document.put("pass", all && readable);
        document.set("files", files);
        results.forEach(result -> document.withArray("gates").add(result.tree()));
        ReportFile.write(context.at(Rc1Paths.ROUND1), document);
        for (Map.Entry<String, String> print : prints().entrySet()) {
            fingerprint(print.getKey(), print.getValue());
        }
        return Rc1Paths.ROUND1;
    }

    private boolean file(ObjectNode files, String name, String path) throws IOException {
        boolean there = Files.isRegularFile(context.at(path));
        files.put(name, path)
                .put(name + "_sha", there ? Sha256.ofFile(context.at(path)).hex() : null);
        return there;
    }

    private static Map<String, String> prints() {
        return new TreeMap<>(Map.of(
                Rc1Paths.POOL, "rc1_seed",
                Rc1Paths.METRICS, "rc1_seed.metrics",
                Rc1Paths.BALANCED, "rc1_seed.balanced",
                Rc1Paths.WEIGHTS, "weights",
                Rc1Paths.CONFIG, "ppo_scale",
                Rc1Paths.DIVERSITY, "diversity_report",
                Rc1Paths.DIFFICULTY, "difficulty_report",
                Rc1Paths.ROUND1, "round1"));
    }

    private void fingerprint(String path, String name) throws IOException {
        if (Files.isRegularFile(context.at(path))) {
            context.fingerprint(path, name);
        }
    }

    /**
     * Step 11: round 1 still holds, the cache-hit rate, the shadow set again, the ticket.
     *
     * @param maxAgeHours limit of the ticket; 0 = none
     */
    public Round round2(double maxAgeHours) throws IOException {
        withdraw();
        results.clear();
        Orders.AntiSim second = orders.antiSimulation();
        boolean all = all(List.of(
                () -> List.of(round1Holds()),
                () -> List.of(steps.antiSimulation(second)),
                () -> List.of(steps.shadow(orders.shadow().tagged("pre_run_check")))));
        if (all) {
            ticket(maxAgeHours);
        }
        return new Round(results, all ? Rc1Paths.TICKET : second.out());
    }

    private GateResult round1Holds() throws IOException {
        Path file = context.at(Rc1Paths.ROUND1);
        List<Finding> failures = new ArrayList<>();
        if (!Files.isRegularFile(file)) {
            failures.add(Finding.rule("round1", Finding.ALL, "no " + Rc1Paths.ROUND1 + ": run round1 first"));
        } else {
            JsonNode round = SyncJson.read(Files.readString(file));
            judge(round, failures);
        }
        return new GateResult("round1", SyncJson.object(), SyncJson.object(), Optional.empty(), failures);
    }

    private void judge(JsonNode round, List<Finding> failures) throws IOException {
        require(failures, round.path("pass").asBoolean(false), "round 1 did not pass");
        require(
                failures,
                round.path("mode").asText().equals(context.mode().word()),
                "round 1 ran in mode " + round.path("mode").asText());
        for (var entry : round.path("files").properties()) {
            if (entry.getKey().endsWith("_sha")) {
                String path = round.path("files")
                        .path(entry.getKey().replaceFirst("_sha$", ""))
                        .asText();
                boolean same = entry.getValue().asText().equals(Bound.digest(context.workspace(), path));
                require(failures, same, path + " changed since round 1");
            }
        }
        for (JsonNode gate : round.path("gates")) {
            String path = gate.path("report").asText("");
            boolean same = path.isEmpty()
                    || gate.path("report_sha256").asText().equals(Bound.digest(context.workspace(), path));
            require(failures, same, path + " changed since round 1");
        }
    }

    private static void require(List<Finding> failures, boolean holds, String why) {
        if (!holds) {
            failures.add(Finding.rule("round1", Finding.ALL, why));
        }
    }

    private void ticket(double maxAgeHours) throws IOException {
        ObjectNode ticket = SyncJson.object()
                .put("round", "round2")
                .put("ts", context.now())
                .put("pass", true)
                .put("mode", context.mode().word())
                .put("evidence_class", evidenceClass())
                .put("tool_version", context.toolVersion())
                .put("round1_sha256", Bound.digest(context.workspace(), Rc1Paths.ROUND1));
        ObjectNode inputs = ticket.putObject("inputs");
        for (String path : Bound.inputs(context.workspace())) {
            inputs.put(path, Bound.digest(context.workspace(), path));
        }
        ObjectNode evidence = ticket.putObject("scorer_evidence");
        for (String path : evidence()) {
            evidence.put(path, Bound.digest(context.workspace(), path));
        }
        ticket.put("git_commit", context.git().map(Rc1Context.GitFacts::commit).orElse(null))
                .put("max_age_h", maxAgeHours);
        ticket.put("ticket_sha256", Ticket.ownDigest(ticket));
        ReportFile.write(context.at(Rc1Paths.TICKET), ticket);
    }

    private List<String> evidence() {
        List<String> paths = new ArrayList<>(List.of(Rc1Paths.PROBE, Rc1Paths.ANTI_SIM_1, Rc1Paths.ANTI_SIM_2));
        results.get(results.size() - 1).report().ifPresent(report -> paths.add(report.path()));
        return paths;
    }

    private String evidenceClass() throws IOException {
        JsonNode probe = SyncJson.read(Files.readString(context.at(Rc1Paths.PROBE)));
        return probe.path("values").path("evidence_class").asText("none");
    }

    /** An old ticket never outlives a new attempt. */
    private void withdraw() throws IOException {
        Path ticket = context.at(Rc1Paths.TICKET);
        if (Files.exists(ticket)) {
            String stamp = STAMP.format(context.clock().instant());
            Path aside = ticket.resolveSibling("round2_pass.superseded_" + stamp + ".json");
            for (int n = 2; Files.exists(aside); n++) {
                aside = ticket.resolveSibling("round2_pass.superseded_" + stamp + "_" + n + ".json");
            }
            Files.move(ticket, aside);
        }
    }
}

package dev.syncprotocol.gates.rc1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.JsonLines;
import dev.syncprotocol.gates.ReportFile;
import dev.syncprotocol.gates.scorer.CachingScorer;
import dev.syncprotocol.gates.scorer.CallLog;
import dev.syncprotocol.gates.scorer.Scorer;
import dev.syncprotocol.gates.shadow.ShadowItem;
import dev.syncprotocol.gates.shadow.ShadowRun;
import dev.syncprotocol.gates.shadow.ShadowSet;
import dev.syncprotocol.gates.weights.Weights;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code shadow-run}: draw, perhaps materialise, score, compare, report.
 *
 * @param context where and when
 * @param scorers who scores
 * @param log of the calls
 */
record ShadowStep(Rc1Context context, ScorerSource scorers, CallLog log) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);

    GateResult run(Orders.Shadow order) throws IOException {
        TreeMap<String, Path> sources = sources(order.sources());
        ShadowSet set = ShadowSet.draw(items(sources), order.n(), order.seed(), order.stratify());
        write(order, set, sources);
        GateResult result = compared(order, set);
        List<Finding> failures = new ArrayList<>(result.failures());
        if (order.materialize().isEmpty()) {
            sameAsMaterialised(set).ifPresent(failures::add);
        }
        GateResult judged = new GateResult("shadow", result.values(), result.thresholds(), Optional.empty(), failures);
        return context.report(reportPath(order), judged, order.seed(), List.of(Rc1Paths.WEIGHTS));
    }

    private String reportPath(Orders.Shadow order) {
        String tag = order.tag().map(label -> "_" + label).orElse("");
        return "reports/shadow_run_" + STAMP.format(context.clock().instant()) + tag + ".json";
    }

    /** What cannot be scored at all, for want of a key or of weights, fails the gate with a report like anything else. */
    private GateResult compared(Orders.Shadow order, ShadowSet set) throws IOException {
        try {
            return compare(order, set);
        } catch (SyncException refused) {
            if (refused.code() != ErrorCode.PREFLIGHT_FAILED) {
                throw refused;
            }
            Finding finding = Finding.rule("scorer", Finding.ALL, refused.getMessage());
            return new GateResult("shadow", SyncJson.object(), SyncJson.object(), Optional.empty(), List.of(finding));
        }
    }

    private GateResult compare(Orders.Shadow order, ShadowSet set) throws IOException {
        PpoScale config = PpoScale.read(context.at(Rc1Paths.CONFIG));
        Weights fresh = weights(Rc1Paths.WEIGHTS);
        Weights old = order.oldWeights().isPresent()
                ? weights(order.oldWeights().get())
                : Weights.equal(fresh.of().keySet());
        Scorer live = scorers.open(order.provider());
        Scorer scorer = order.cache().isPresent()
                ? new CachingScorer(live, context.at(order.cache().get()), context.clock())
                : live;
        ShadowRun.Settings settings =
                new ShadowRun.Settings(fresh, old, config.penalty(), order.repeats(), order.unstable(), order.seed());
        GateResult result = ShadowRun.compare(set.items(), settings, scorer, log);
        result.values()
                .put("tag", order.tag().orElse(null))
                .put(
                        "weights_new_sha256",
                        Sha256.ofFile(context.at(Rc1Paths.WEIGHTS)).hex());
        return result;
    }

    private Weights weights(String path) throws IOException {
        Path file = context.at(path);
        if (!Files.isRegularFile(file)) {
            throw new SyncException(ErrorCode.PREFLIGHT_FAILED, "no " + path);
        }
        return Weights.read(Files.readAllBytes(file));
    }

    private void write(Orders.Shadow order, ShadowSet set, TreeMap<String, Path> sources) throws IOException {
        if (order.materialize().isPresent()) {
            ReportFile.write(context.at(order.materialize().get()), set.bytes());
        }
        if (order.manifest().isPresent()) {
            ObjectNode manifest = set.manifest();
            ObjectNode digests = manifest.putObject("sources");
            for (var source : sources.entrySet()) {
                digests.put(source.getKey(), Sha256.ofFile(source.getValue()).hex());
            }
            ReportFile.write(context.at(order.manifest().get()), manifest);
        }
    }

    /** The second round must see the very items of the first (S2-1.11b). */
    private Optional<Finding> sameAsMaterialised(ShadowSet set) throws IOException {
        Path file = context.at(Rc1Paths.SHADOW);
        if (!Files.isRegularFile(file)) {
            return Optional.of(Finding.rule(
                    "same_items", Finding.ALL, "no " + Rc1Paths.SHADOW + " to compare with: --materialize writes it"));
        }
        boolean same = Sha256.ofFile(file).equals(Sha256.of(set.bytes()));
        return same
                ? Optional.empty()
                : Optional.of(Finding.rule("same_items", Finding.ALL, "the items are not those of " + Rc1Paths.SHADOW));
    }

    /** Every task's {@code eval.jsonl} below the folder, by task. */
    private TreeMap<String, Path> sources(String folder) throws IOException {
        TreeMap<String, Path> sources = new TreeMap<>();
        Path root = context.at(folder);
        if (Files.isDirectory(root)) {
            try (Stream<Path> tasks = Files.list(root)) {
                tasks.filter(task -> Files.isRegularFile(task.resolve("eval.jsonl")))
                        .forEach(task -> sources.put(task.getFileName().toString(), task.resolve("eval.jsonl")));
            }
        }
        if (sources.isEmpty()) {
            throw new SyncException(ErrorCode.PREFLIGHT_FAILED, "no " + root + "/<task>/eval.jsonl")
                    .withNext("sync preflight import-source --help", "sync preflight make-sources --help");
        }
        return sources;
    }

    private static List<ShadowItem> items(TreeMap<String, Path> sources) throws IOException {
        List<ShadowItem> items = new ArrayList<>();
        for (var source : sources.entrySet()) {
            for (JsonLines.Line line : JsonLines.read(source.getValue())) {
                JsonNode row = line.tree(source.getValue());
                String id = row.path("meta").path("id").asText("line-" + line.number());
                items.add(ShadowItem.of(row, source.getKey(), id));
            }
        }
        return items;
    }
}

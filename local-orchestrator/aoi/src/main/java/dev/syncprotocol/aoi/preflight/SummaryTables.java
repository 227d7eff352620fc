package dev.syncprotocol.aoi.preflight;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.approval.BoundInput;
import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.approval.PreflightSummary;
import dev.syncprotocol.aoi.kpi.Bounds;
import dev.syncprotocol.aoi.pool.PrestagePlan;
import dev.syncprotocol.aoi.spec.ModelSettings.Difference;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.tao.TaoImages;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.json.SyncJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fills the summary's document (specification §9.2); nothing in it changes unless an input, a parameter or the program does.
 *
 * @param order what was asked
 * @param parameters with every default
 * @param inputs what was read
 * @param plan what staging will do
 * @param backbone the pretrained backbone, or what will be fetched in its place
 * @param warnings of all checks
 */
record SummaryTables(
        PreflightOrder order,
        LoopParameters parameters,
        Inputs inputs,
        PrestagePlan plan,
        ChosenBackbone backbone,
        List<String> warnings) {
    /** The demo's boards at 64 by 64 on two cores, everything around the network included: 80,000 pictures in 80 s. */
    private static final double MILLISECONDS_A_PICTURE = 1.0;

    private static final double MEGABYTE = 1e6;

    private static final double PIXELS = 64.0 * 64.0;

    PreflightSummary summary(List<BoundInput> bound) {
        Path results = workspace().results().resolve(order.run().value());
        ObjectNode tree = SyncJson.object()
                .put("schema", PreflightSummary.SCHEMA)
                .put("run_id", order.run().value())
                .put("product", order.product())
                .put("workspace", workspace().root().toString())
                .put("results_dir", results.toString());
        tree.set("parameters", parameters.tree());
        resolved(tree.putObject("resolved"));
        runConfig(tree.putArray("run_config"));
        dataset(tree.putArray("dataset"));
        augmentation(tree.putArray("augmentation"));
        images(tree.putArray("docker_images"));
        warnings.forEach(tree.putArray("warnings")::add);
        ArrayNode list = tree.putArray("inputs");
        bound.forEach(input -> list.add(input.tree()));
        return PreflightSummary.of(tree);
    }

    private void resolved(ObjectNode tree) {
        tree.put("score_kind", scoreKind())
                .put("engine_version", order.engine().probe().version())
                .put("backbone", backbone.file().map(Path::toString).orElse(null))
                .put("gpus", order.engine().gpus())
                .put("train_container", container());
        backbone.fetched().ifPresent(plan -> tree.set("weights", plan.tree()));
        ArrayNode images = tree.putArray("images");
        order.engine()
                .images()
                .forEach(image -> images.addObject()
                        .put("name", image.variable())
                        .put("reference", image.reference())
                        .put("source", image.source())
                        .put("id", image.id()));
    }

    private String scoreKind() {
        if (inputs.spec().model().difference() == Difference.EUCLIDEAN) {
            return "distance";
        }
        return parameters.engine().equals("tao") ? "probability" : "logit";
    }

    private @Nullable String container() {
        return order.engine().images().isEmpty()
                ? null
                : order.engine().images().get(0).reference();
    }

    private void runConfig(ArrayNode table) {
        row(table, "KPI Target", parameters.target().text());
        row(table, "Max Iterations", parameters.maxIterations());
        row(table, "Training Epochs", parameters.epochs());
        row(table, "Mining top-K per target", parameters.mining().topKPerTarget());
        row(
                table,
                "Mining cutoff",
                parameters.mining().minSimilarity() + " (" + parameters.mining().metric() + ")");
        row(table, "GPUs", gpus());
        row(table, "Resuming", "no, a new run");
        row(table, "Engine", parameters.engine() + ", " + order.engine().probe().version());
        row(table, "Embedder", parameters.embedder());
        row(table, "RCA and mining", services());
        row(table, "Score kind", scoreKind());
        row(table, "Seed", inputs.spec().train().seed());
        row(table, "Estimated time", estimate());
    }

    private String services() {
        return "gap analysis "
                + who(parameters.services().rcaInContainer()) + ", neighbours "
                + who(parameters.services().miningInContainer());
    }

    private static String who(boolean container) {
        return container ? "by the data services container" : "built in";
    }

    private String gpus() {
        String advice = order.engine()
                .advisedBatchSize()
                .map(size -> ", by their memory batch_size at most " + size)
                .orElse("");
        return order.engine().gpus() == 0 ? "none needed" : order.engine().gpus() + advice;
    }

    /** A rough figure of row counts and picture sizes alone; it says what it is made of. */
    private String estimate() {
        if (parameters.engine().equals("tao")) {
            return "about 33 minutes an iteration, as published for one GPU";
        }
        int trainings = parameters.maxIterations() + 1;
        double milliseconds = MILLISECONDS_A_PICTURE
                * inputs.spec().dataset().imageWidth()
                * inputs.spec().dataset().imageHeight()
                / PIXELS;
        double minutes = trainings * pictures() * milliseconds / 60_000;
        return String.format(
                Locale.ROOT,
                "%s on two idle cores: at most %d trainings, %d pictures each, %.2g ms a picture",
                minutes < 1 ? "under a minute" : "about " + Math.round(minutes) + " min",
                trainings,
                pictures(),
                milliseconds);
    }

    /** Pictures through the network in one phase; learning from one costs three times as much as scoring it. */
    private long pictures() {
        int lights = inputs.spec().dataset().pictures().lightsOrNone().size();
        long rows = 3L * inputs.training().size() * parameters.epochs()
                + inputs.validation().size()
                + 2L * inputs.kpi().size();
        return rows * 2 * lights;
    }

    private void dataset(ArrayNode table) {
        row(table, "Training CSV", described(workspace().trainingCsv(), inputs.training()));
        row(table, "Validation CSV", described(workspace().validationCsv(), inputs.validation()));
        row(table, "KPI test CSV", described(workspace().kpiCsv(), inputs.kpi()) + "; " + counts(inputs.kpiDefects()));
        row(table, "Images dir", workspace().relative(workspace().kpiImages()));
        row(
                table,
                "Benchmark",
                inputs.benchmark()
                        .map(rows -> described(workspace().benchmarkCsv().orElseThrow(), rows) + ", decides nothing")
                        .orElse("none"));
        row(table, "NG count and miss-rate bound", bound());
    }

    private String bound() {
        return String.format(
                Locale.ROOT,
                "%d NG: with no miss the true miss rate is below %.2f %% (95 %%)",
                inputs.kpiNg(),
                100 * Bounds.missRateUpper(inputs.kpiNg(), 0));
    }

    private void augmentation(ArrayNode table) {
        row(
                table,
                "Pre-gen NG dir",
                workspace().relative(workspace().pregenNg()) + ", "
                        + inputs.pairing().ngFiles() + " images");
        row(
                table,
                "Pre-gen OK dir",
                workspace().relative(workspace().pregenOk()) + ", "
                        + inputs.pairing().okFiles() + " images, all paired by stem");
        row(
                table,
                "Defect spec",
                Files.isRegularFile(workspace().defectSpec())
                        ? byDefect(inputs.pairing().types())
                        : "not provided; found " + counts(inputs.pairing().labels()));
        row(table, "SigLIP model / embedder", parameters.embedder() + likeness());
        row(table, "Backbone", backbone.words());
        row(
                table,
                "Planned staging",
                plan.pairs() + " pairs, " + plan.realRows() + " real and " + plan.sdgRows() + " sdg rows, "
                        + megabytes(plan.bytesToWrite()));
    }

    /** P14: when it is told how alike KPI and pool look, where that has to wait. */
    private String likeness() {
        return switch (parameters.embedder()) {
            case "descriptor" -> "";
            case "encoder" -> ", likeness of KPI and pool told after the baseline";
            case "siglip" -> ", likeness of KPI and pool told after prestage, when mined";
            default -> ", likeness of KPI and pool told after prestage";
        };
    }

    private void images(ArrayNode table) {
        order.engine()
                .images()
                .forEach(image ->
                        row(table, image.variable(), image.reference() + " (" + image.source() + ") " + image.id()));
        SortedSet<String> logins = logins();
        if (!logins.isEmpty()) {
            row(table, "Registry login", String.join(", ", logins) + ", after approval, then the pull");
        }
    }

    /** P4: the registries of the images that are pulled; none without {@code --pull}. */
    private SortedSet<String> logins() {
        boolean pulls = parameters.pull() && !parameters.airGap();
        return order.engine().images().stream()
                .filter(image -> pulls && image.id().equals(ContainerOffer.MISSING))
                .map(image -> new TaoImages.Image(image.reference(), image.source()).registry())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String described(Path csv, SampleTable table) {
        return workspace().relative(csv) + ", " + table.size() + " rows";
    }

    /** Summed over the textures of the types: {@code D01+open} and {@code D02+open} are one defect. */
    private static String byDefect(Map<String, Integer> types) {
        Map<String, Integer> defects = new TreeMap<>();
        types.forEach((type, count) -> defects.merge(type.substring(type.indexOf('+') + 1), count, Integer::sum));
        return types.size() + (types.size() == 1 ? " type: " : " types: ") + counts(defects);
    }

    private static String counts(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE);
    }

    private AoiWorkspace workspace() {
        return order.workspace();
    }

    private static void row(ArrayNode table, String item, Object value) {
        table.addObject().put("item", item).put("value", String.valueOf(value));
    }
}

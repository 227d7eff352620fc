package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.approval.LoopParameters.DataServices;
import dev.syncprotocol.aoi.approval.LoopParameters.MiningParameters;
import dev.syncprotocol.aoi.approval.LoopParameters.WeightsParameters;
import dev.syncprotocol.aoi.kpi.KpiTarget;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What the user asked for; what is empty gets its default and is never asked about (specification §3.5).
 *
 * @param kpiTarget the target's text
 * @param maxIterations default 3
 * @param epochs default: the specification's, else 20
 * @param batchSize default: the specification's
 * @param topKPerTarget default 5
 * @param minSimilarity default 0.9
 * @param metric {@code cosine}, {@code euclidean}, {@code manhattan}
 * @param filterByLabel whether mining looks at the target's label
 * @param history whether mining leaves out what earlier iterations used
 * @param minRecall must be the target's where it is given
 * @param topKPerLabel default 50
 * @param engine {@code embedded} or {@code tao}
 * @param embedder default {@code encoder} for embedded, {@code siglip} for tao
 * @param services who analyses gaps and mines; containers only with tao
 * @param threads 0 means all cores
 * @param nearCopy {@code stop}, {@code warn} or {@code off}
 * @param requireKpi whether missing the target is a failure
 * @param allowBackboneSubstitution whether the embedded engine may take its own backbone
 * @param airGap nothing is fetched
 * @param pull missing images are pulled after approval
 * @param weights whether missing weights are fetched after approval, and from where
 * @param seedState a state whose baseline is trained
 */
public record LoopWishes(
        String kpiTarget,
        OptionalInt maxIterations,
        OptionalInt epochs,
        OptionalInt batchSize,
        OptionalInt topKPerTarget,
        OptionalDouble minSimilarity,
        String metric,
        boolean filterByLabel,
        boolean history,
        OptionalDouble minRecall,
        OptionalInt topKPerLabel,
        String engine,
        Optional<String> embedder,
        DataServices services,
        int threads,
        String nearCopy,
        boolean requireKpi,
        boolean allowBackboneSubstitution,
        boolean airGap,
        boolean pull,
        WeightsParameters weights,
        Optional<Path> seedState) {
    static final int ITERATIONS = 3;
    static final int TOP_K_PER_TARGET = 5;
    static final double SIMILARITY = 0.9;
    static final int TOP_K_PER_LABEL = 50;
    private static final double SLACK = 1e-12;

    /** Everything left to its default but the target. */
    public static LoopWishes of(String kpiTarget) {
        OptionalInt none = OptionalInt.empty();
        OptionalDouble unset = OptionalDouble.empty();
        return new LoopWishes(
                kpiTarget,
                none,
                none,
                none,
                none,
                unset,
                "cosine",
                false,
                true,
                unset,
                none,
                "embedded",
                Optional.empty(),
                DataServices.BUILT_IN,
                0,
                "stop",
                false,
                false,
                false,
                false,
                WeightsParameters.NONE,
                Optional.empty());
    }

    /** What an earlier summary asked for, as wishes again. */
    public static LoopWishes of(LoopParameters saved) {
        MiningParameters mining = saved.mining();
        return new LoopWishes(
                saved.target().text(),
                OptionalInt.of(saved.maxIterations()),
                OptionalInt.of(saved.epochs()),
                OptionalInt.of(saved.batchSize()),
                OptionalInt.of(mining.topKPerTarget()),
                OptionalDouble.of(mining.minSimilarity()),
                mining.metric(),
                mining.filterByLabel(),
                mining.history(),
                OptionalDouble.of(saved.target().minRecall()),
                OptionalInt.of(saved.topKPerLabel()),
                saved.engine(),
                Optional.of(saved.embedder()),
                saved.services(),
                saved.threads(),
                saved.nearCopy(),
                saved.requireKpi(),
                saved.allowBackboneSubstitution(),
                saved.airGap(),
                saved.pull(),
                saved.weights(),
                saved.seedState().map(Path::of));
    }

    /**
     * Refuses values that mean nothing, whatever the workspace.
     *
     * @throws SyncException {@code usage}
     */
    public void check() {
        KpiTarget target = KpiTarget.parse(kpiTarget);
        require(
                minRecall.isEmpty() || Math.abs(minRecall.getAsDouble() - target.minRecall()) <= SLACK,
                "--min-recall differs from the target's recall " + target.minRecall());
        require(maxIterations.orElse(1) >= 1, "--max-iterations is at least 1");
        require(epochs.orElse(1) >= 1, "--epochs is at least 1");
        require(batchSize.orElse(2) >= 2, "--batch-size is at least 2");
        require(topKPerTarget.orElse(1) >= 1, "--top-k-per-target is at least 1");
        require(topKPerLabel.orElse(1) >= 1, "--top-k-per-label is at least 1");
        require(Math.abs(minSimilarity.orElse(0)) <= 1, "--min-similarity is a cosine, -1 to 1");
        oneOf("--knn-metric", metric, List.of("cosine", "euclidean", "manhattan"));
        oneOf("--engine", engine, List.of("embedded", "tao"));
        oneOf("--near-copy", nearCopy, List.of("stop", "warn", "off"));
        require(threads >= 0, "--threads is at least 0");
        embedder.ifPresent(LoopWishes::checkEmbedder);
        checkService("--rca", services.rca());
        checkService("--mining", services.mining());
        checkWeights();
    }

    private void checkService(String option, String value) {
        oneOf(option, value, List.of(DataServices.BUILT_IN.rca(), DataServices.CONTAINER));
        require(
                engine.equals("tao") || !value.equals(DataServices.CONTAINER),
                option + " container needs --engine tao: the embedded engine has no containers");
    }

    private void checkWeights() {
        require(
                !weights.fetched() || !airGap,
                "--fetch-weights and --air-gap exclude each other: fetch, or fetch nothing");
        require(
                weights.fetched()
                        || weights.from().isEmpty() && weights.sha256().isEmpty(),
                "--weights-from and --weights-sha256 go with --fetch-weights");
        require(
                weights.sha256().orElse("0".repeat(64)).matches("[0-9a-f]{64}"),
                "--weights-sha256 is 64 hexadecimal digits in lower case");
    }

    /** The parameters, defaults filled in from the specification. */
    public LoopParameters resolve(ChangeNetSpec spec) {
        check();
        return new LoopParameters(
                KpiTarget.parse(kpiTarget),
                maxIterations.orElse(ITERATIONS),
                epochs.orElse(spec.train().epochs()),
                batchSize.orElse(spec.dataset().batchSize()),
                new MiningParameters(
                        topKPerTarget.orElse(TOP_K_PER_TARGET),
                        minSimilarity.orElse(SIMILARITY),
                        metric,
                        filterByLabel,
                        history),
                topKPerLabel.orElse(TOP_K_PER_LABEL),
                engine,
                embedder.orElse(embedderOf(engine)),
                services,
                threads,
                nearCopy,
                requireKpi,
                allowBackboneSubstitution,
                airGap,
                pull,
                weights,
                seedState.map(path -> path.toAbsolutePath().normalize().toString()));
    }

    /** The embedder an engine takes when none is named. */
    static String embedderOf(String engine) {
        return engine.equals("tao") ? "siglip" : "encoder";
    }

    private static void checkEmbedder(String name) {
        boolean known = List.of("encoder", "descriptor", "siglip").contains(name)
                || name.startsWith("onnx:") && name.length() > "onnx:".length();
        require(known, "--embedder is encoder, descriptor, onnx:FILE or siglip, not " + name);
    }

    private static void oneOf(String option, String value, List<String> words) {
        require(words.contains(value), option + " is one of " + String.join(", ", words) + ", not " + value);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new SyncException(ErrorCode.USAGE, otherwise);
        }
    }
}

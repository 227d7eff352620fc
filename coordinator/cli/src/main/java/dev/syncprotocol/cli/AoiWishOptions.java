package dev.syncprotocol.cli;

import dev.syncprotocol.aoi.approval.LoopParameters.DataServices;
import dev.syncprotocol.aoi.approval.LoopParameters.WeightsParameters;
import dev.syncprotocol.aoi.preflight.EngineWishes;
import dev.syncprotocol.aoi.preflight.FetchWishes;
import dev.syncprotocol.aoi.preflight.LoopWishes;
import dev.syncprotocol.aoi.preflight.MiningWishes;
import dev.syncprotocol.aoi.preflight.TargetWishes;
import dev.syncprotocol.aoi.preflight.TrainingWishes;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a run of the inspection loop shall do; whatever is left out has a default and is never asked about. */
final class AoiWishOptions {
    @Option(
            names = "--kpi-target",
            paramLabel = "TEXT",
            description =
                    "what to reach, for example \"FAR < 0.1%% at recall=100%%\"; FAR is the share of good parts flagged, FP / (FP + TN)")
    @Nullable
    private String kpiTarget;

    @Option(names = "--max-iterations", paramLabel = "N", description = "after the baseline (default: 3)")
    @Nullable
    private Integer maxIterations;

    @Option(names = "--epochs", paramLabel = "N", description = "of each training (default: the specification's)")
    @Nullable
    private Integer epochs;

    @Option(names = "--batch-size", paramLabel = "N", description = "rows a step (default: the specification's)")
    @Nullable
    private Integer batchSize;

    @Option(names = "--top-k-per-target", paramLabel = "K", description = "nearest samples a weak picture (default: 5)")
    @Nullable
    private Integer topKPerTarget;

    @Option(names = "--min-similarity", paramLabel = "X", description = "cosine a sample is kept from (default: 0.9)")
    @Nullable
    private Double minSimilarity;

    @Option(
            names = "--knn-metric",
            paramLabel = "NAME",
            description = "cosine, euclidean or manhattan (default: cosine)")
    private String metric = "cosine";

    @Option(names = "--filter-by-label", description = "mine only samples with the weak picture's label")
    private boolean filterByLabel;

    @Option(names = "--no-mining-history", description = "let an iteration mine what an earlier one used")
    private boolean noHistory;

    @Option(names = "--min-recall", paramLabel = "R", description = "a fraction; must be the target's")
    @Nullable
    private Double minRecall;

    @Option(names = "--top-k-per-label", paramLabel = "K", description = "weak samples kept a label (default: 50)")
    @Nullable
    private Integer topKPerLabel;

    @Option(names = "--engine", paramLabel = "NAME", description = "embedded or tao (default: embedded)")
    private String engine = "embedded";

    @Option(
            names = "--embedder",
            paramLabel = "NAME",
            description = "encoder, descriptor, onnx:FILE, or siglip with tao (default: encoder)")
    @Nullable
    private String embedder;

    @Option(names = "--rca", paramLabel = "WHO", description = "analyses gaps: builtin, or container with tao")
    private String rca = DataServices.BUILT_IN.rca();

    @Option(names = "--mining", paramLabel = "WHO", description = "finds neighbours: builtin, or container with tao")
    private String mining = DataServices.BUILT_IN.mining();

    @Option(names = "--threads", paramLabel = "N", description = "of the arithmetic (default: all cores)")
    private int threads;

    @Option(names = "--near-copy", paramLabel = "RULE", description = "near copies: stop, warn or off (default: stop)")
    private String nearCopy = "stop";

    @Option(names = "--require-kpi", description = "ending without the target is a failure")
    private boolean requireKpi;

    @Option(names = "--allow-backbone-substitution", description = "let the embedded engine take its own backbone")
    private boolean substitution;

    @Option(names = "--air-gap", description = "fetch nothing, so ask for no credentials")
    private boolean airGap;

    @Option(names = "--pull", description = "pull missing container images after approval")
    private boolean pull;

    @Option(names = "--fetch-weights", description = "fetch missing pretrained weights after approval (tao)")
    private boolean fetchWeights;

    @Option(
            names = "--weights-from",
            paramLabel = "SOURCE",
            description = "an https address or OWNER/NAME[@REVISION][:FILE] (default: the specification's)")
    @Nullable
    private String weightsFrom;

    @Option(names = "--weights-sha256", paramLabel = "HEX", description = "what the weights must be")
    @Nullable
    private String weightsSha256;

    @Option(names = "--seed-state", paramLabel = "FILE", description = "a state whose baseline is trained already")
    @Nullable
    private String seedState;

    /** Whether a target was given. */
    boolean isGiven() {
        return kpiTarget != null;
    }

    String engine() {
        return engine;
    }

    boolean pulls() {
        return pull;
    }

    boolean airGap() {
        return airGap;
    }

    LoopWishes wishes(Invocation in) {
        if (kpiTarget == null) {
            throw new SyncException(ErrorCode.USAGE, "--kpi-target is missing: what is the loop to reach?")
                    .withHint("for example --kpi-target \"FAR < 0.1% at recall=100%\"");
        }
        return new LoopWishes(
                new TargetWishes(kpiTarget, number(minRecall), requireKpi),
                new TrainingWishes(whole(maxIterations), whole(epochs), whole(batchSize)),
                new MiningWishes(
                        whole(topKPerLabel),
                        whole(topKPerTarget),
                        number(minSimilarity),
                        metric,
                        filterByLabel,
                        !noHistory),
                new EngineWishes(
                        engine, Optional.ofNullable(embedder), new DataServices(rca, mining), threads, substitution),
                nearCopy,
                new FetchWishes(airGap, pull, weights()),
                Optional.ofNullable(seedState).map(in::path));
    }

    private WeightsParameters weights() {
        return new WeightsParameters(
                fetchWeights, Optional.ofNullable(weightsFrom), Optional.ofNullable(weightsSha256));
    }

    private static OptionalInt whole(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static OptionalDouble number(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}

package dev.syncprotocol.cli;

import dev.syncprotocol.gates.rc1.Orders;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import dev.syncprotocol.gates.scorer.Provider;
import dev.syncprotocol.gates.shadow.ShadowSet;
import dev.syncprotocol.gates.shadow.Unstable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code shadow-run}. Fields are filled by picocli. */
final class ShadowOptions {
    @Option(names = "--n", paramLabel = "N", description = "items (default: 245)")
    int n = 245;

    @Option(names = "--seed", paramLabel = "N", description = "of sample and bootstrap (default: 20250820)")
    long seed = 20_250_820L;

    @Option(names = "--stratify", description = "keep the shares of tasks, and of success where known")
    boolean stratify;

    @Option(names = "--materialize", paramLabel = "FILE", description = "write the sample there")
    @Nullable
    String materialize;

    @Option(
            names = {"--dump-manifest", "--dump_manifest"},
            paramLabel = "FILE",
            description = "write its ids there")
    @Nullable
    String manifest;

    @Option(names = "--tag", paramLabel = "LABEL", description = "a word in the name of the report")
    @Nullable
    String tag;

    @Option(names = "--sources", paramLabel = "DIR", description = "folder of the source files (default: data/sources)")
    String sources = Rc1Paths.SOURCES;

    @Option(
            names = {"--old-weights", "--old_weights"},
            paramLabel = "FILE",
            description = "weights of the old scorer (default: equal)")
    @Nullable
    String oldWeights;

    @Option(names = "--repeats", paramLabel = "N", description = "scores a sample, at least 3 (default: 3)")
    int repeats = 3;

    @Option(names = "--unstable", paramLabel = "HOW", description = "drop, or downweight:W (default: drop)")
    String unstable = "drop";

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "remember answers in this folder; they never count as live")
    @Nullable
    String cache;

    @Option(names = "--provider", paramLabel = "P", description = "who scores (default: $SCORER_PROVIDER, else gemini)")
    @Nullable
    String provider;

    Orders.Shadow order(Invocation in) {
        return new Orders.Shadow(
                n,
                seed,
                stratify ? ShadowSet.Stratify.YES : ShadowSet.Stratify.NO,
                Optional.ofNullable(materialize),
                Optional.ofNullable(manifest),
                Optional.ofNullable(tag),
                sources,
                Optional.ofNullable(oldWeights),
                repeats,
                Unstable.of(unstable),
                Optional.ofNullable(cache),
                Provider.of(provider == null ? in.variable("SCORER_PROVIDER").orElse("gemini") : provider));
    }

    /** As the first round calls it: stratified, materialised, its ids written. */
    Orders.Shadow first(Invocation in) {
        stratify = true;
        materialize = materialize == null ? Rc1Paths.SHADOW : materialize;
        manifest = manifest == null ? Rc1Paths.MANIFEST : manifest;
        return order(in);
    }
}

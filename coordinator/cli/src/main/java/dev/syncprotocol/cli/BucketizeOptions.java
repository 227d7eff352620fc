package dev.syncprotocol.cli;

import dev.syncprotocol.gates.difficulty.BucketMix;
import dev.syncprotocol.gates.rc1.Orders;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of {@code bucketize}. Fields are filled by picocli. */
final class BucketizeOptions {
    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            description = "the rows (default: data/rollouts/rc1_seed.metrics.jsonl)")
    String metrics = Rc1Paths.METRICS;

    @Option(names = "--target", paramLabel = "MIX", description = "the mix (default: easy:0.25,medium:0.45,hard:0.30)")
    String target = "easy:0.25,medium:0.45,hard:0.30";

    @Option(
            names = {"--by-task", "--by_task"},
            paramLabel = "LIST",
            description = "one sample each (default: hotpotqa,strategyqa,gsm8k)")
    String byTask = "hotpotqa,strategyqa,gsm8k";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "the balanced pool (default: data/rollouts/rc1_seed.balanced.jsonl)")
    String out = Rc1Paths.BALANCED;

    @Option(
            names = {"--min-per-task", "--min_per_task"},
            paramLabel = "N",
            description = "smallest sample (default: 1000)")
    int minPerTask = 1_000;

    @Option(names = "--seed", paramLabel = "N", description = "of the order inside a bucket (default: 20250820)")
    long seed = 20_250_820L;

    @Mixin
    private final LimitOptions limits = new LimitOptions();

    Orders.Bucketize order() {
        return new Orders.Bucketize(
                metrics, BucketMix.of(target), Typed.words(byTask), out, minPerTask, seed, limits.withShares(0, 1));
    }
}

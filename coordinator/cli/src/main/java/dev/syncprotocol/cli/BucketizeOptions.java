package dev.syncprotocol.cli;

import dev.syncprotocol.gates.difficulty.BucketMix;
import dev.syncprotocol.gates.difficulty.DifficultyLimits;
import dev.syncprotocol.gates.rc1.Orders;
import dev.syncprotocol.gates.rc1.Rc1Paths;
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

    @Option(
            names = {"--len-max", "--len_max"},
            paramLabel = "N",
            description = "most code points (default: 3500)")
    int lenMax = 3_500;

    @Option(
            names = {"--turns-max", "--turns_max"},
            paramLabel = "N",
            description = "most turns (default: 8)")
    int turnsMax = 8;

    @Option(
            names = {"--tool-hops-max", "--tool_hops_max"},
            paramLabel = "N",
            description = "most tool hops (default: 8)")
    int toolHopsMax = 8;

    @Option(
            names = {"--clue-overlap-max-easy", "--clue_overlap_max_easy"},
            paramLabel = "X",
            description = "an easy clue repeats no more of the question (default: 0.65)")
    double clueOverlapMaxEasy = 0.65;

    @Option(
            names = {"--clue-overlap-min-hard", "--clue_overlap_min_hard"},
            paramLabel = "X",
            description = "a hard clue repeats no less (default: 0.1)")
    double clueOverlapMinHard = 0.10;

    Orders.Bucketize order() {
        DifficultyLimits limits =
                new DifficultyLimits(0, 1, lenMax, turnsMax, toolHopsMax, clueOverlapMaxEasy, clueOverlapMinHard);
        return new Orders.Bucketize(metrics, BucketMix.of(target), Typed.words(byTask), out, minPerTask, seed, limits);
    }
}

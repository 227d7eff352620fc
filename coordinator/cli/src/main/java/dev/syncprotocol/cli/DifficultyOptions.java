package dev.syncprotocol.cli;

import dev.syncprotocol.gates.difficulty.DifficultyLimits;
import dev.syncprotocol.gates.rc1.Orders;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code validate-difficulty}. Fields are filled by picocli. */
final class DifficultyOptions {
    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            description = "the rows (default: data/rollouts/rc1_seed.metrics.jsonl)")
    String metrics = Rc1Paths.METRICS;

    @Option(
            names = "--balanced",
            paramLabel = "FILE",
            description = "the balanced pool (default: data/rollouts/rc1_seed.balanced.jsonl)")
    String balanced = Rc1Paths.BALANCED;

    @Option(
            names = {"--min-hard-pct", "--min_hard_pct"},
            paramLabel = "X",
            description = "least share of hard records (default: 0.3)")
    double minHard = 0.30;

    @Option(
            names = {"--max-easy-pct", "--max_easy_pct"},
            paramLabel = "X",
            description = "largest share of easy ones (default: 0.3)")
    double maxEasy = 0.30;

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

    @Option(
            names = {"--by-task", "--by_task"},
            paramLabel = "LIST",
            description = "tasks judged one by one (default: hotpotqa,strategyqa,gsm8k)")
    String byTask = "hotpotqa,strategyqa,gsm8k";

    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            description = "the frozen pool (default: the one this program ships)")
    @Nullable
    String calibration;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "the report (default: reports/rc1/difficulty_report.json)")
    String out = Rc1Paths.DIFFICULTY;

    Orders.Difficulty order() {
        DifficultyLimits limits = new DifficultyLimits(
                minHard, maxEasy, lenMax, turnsMax, toolHopsMax, clueOverlapMaxEasy, clueOverlapMinHard);
        return new Orders.Difficulty(metrics, balanced, limits, Typed.words(byTask), out);
    }

    Optional<String> calibration() {
        return Optional.ofNullable(calibration);
    }
}

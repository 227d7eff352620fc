package dev.syncprotocol.cli;

import dev.syncprotocol.gates.rc1.Orders;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private final LimitOptions limits = new LimitOptions();

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
        return new Orders.Difficulty(metrics, balanced, limits.withShares(minHard, maxEasy), Typed.words(byTask), out);
    }

    Optional<String> calibration() {
        return Optional.ofNullable(calibration);
    }
}

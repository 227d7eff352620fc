package dev.syncprotocol.cli;

import dev.syncprotocol.gates.check.PoolLimits;
import dev.syncprotocol.gates.diversity.DiversitySettings;
import dev.syncprotocol.gates.rc1.Orders;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import picocli.CommandLine.Option;

/** Options of {@code validate-pool}. Fields are filled by picocli. */
final class ValidateOptions {
    @Option(
            names = {"--min-distinct2", "--min_distinct2"},
            paramLabel = "X",
            description = "least distinct-2 at the window (default: 0.6)")
    double minDistinct2 = 0.60;

    @Option(
            names = {"--kl3-min", "--kl3_min"},
            paramLabel = "X",
            description = "least 3-gram KL, nats a token (default: 0.15)")
    double kl3Min = 0.15;

    @Option(
            names = {"--roles-min", "--roles_min"},
            paramLabel = "N",
            description = "least roles (default: 4)")
    int rolesMin = 4;

    @Option(
            names = {"--styles-min", "--styles_min"},
            paramLabel = "N",
            description = "least styles (default: 3)")
    int stylesMin = 3;

    @Option(
            names = {"--max-dup-pct", "--max_dup_pct"},
            paramLabel = "X",
            description = "most duplicates, percent (default: 2.0)")
    double maxDupPct = 2.0;

    @Option(
            names = {"--max-len", "--max_len"},
            paramLabel = "N",
            description = "most code points a record (default: 4096)")
    int maxLen = 4_096;

    @Option(
            names = {"--min-len", "--min_len"},
            paramLabel = "N",
            description = "least code points a record (default: 64)")
    int minLen = 64;

    @Option(
            names = {"--leak-check", "--leak_check"},
            paramLabel = "FILE",
            description = "the evaluation set (default: data/shadow_eval_245.jsonl)")
    String leakCheck = Rc1Paths.SHADOW;

    @Option(
            names = {"--leak-ngram", "--leak_ngram"},
            paramLabel = "N",
            description = "tokens an n-gram (default: 5)")
    int leakNgram = 5;

    @Option(
            names = {"--leak-sim", "--leak_sim"},
            paramLabel = "X",
            description = "limit on Jaccard and containment (default: 0.85)")
    double leakSim = 0.85;

    @Option(
            names = {"--by-task", "--by_task"},
            paramLabel = "LIST",
            description = "tasks judged one by one (default: hotpotqa,strategyqa,gsm8k)")
    String byTask = "hotpotqa,strategyqa,gsm8k";

    @Option(
            names = {"--kl3-ref", "--kl3_ref"},
            paramLabel = "REF",
            description = "templates, shadow, previous or file:PATH (default: templates)")
    String kl3Ref = "templates";

    @Option(
            names = {"--templates-min", "--templates_min"},
            paramLabel = "N",
            description = "least templates a task (default: 6)")
    int templatesMin = 6;

    @Option(
            names = {"--min-share", "--min_share"},
            paramLabel = "X",
            description = "share that makes a role count (default: 0.01)")
    double minShare = 0.01;

    @Option(
            names = {"--distinct-t", "--distinct_t"},
            paramLabel = "N",
            description = "bigrams a window (default: 2000)")
    int distinctT = 2_000;

    @Option(
            names = {"--distinct-w", "--distinct_w"},
            paramLabel = "N",
            description = "windows (default: 20)")
    int distinctW = 20;

    @Option(names = "--seed", paramLabel = "N", description = "of all random orders (default: 20250820)")
    long seed = 20_250_820L;

    @Option(names = "--out", paramLabel = "FILE", description = "the report (default: reports/diversity_report.json)")
    String out = Rc1Paths.DIVERSITY;

    Orders.Validate order(String pool) {
        PoolLimits limits = new PoolLimits(
                minDistinct2,
                kl3Min,
                rolesMin,
                stylesMin,
                templatesMin,
                minShare,
                maxDupPct,
                minLen,
                maxLen,
                new DiversitySettings(seed, distinctT, distinctW),
                Typed.words(byTask));
        return new Orders.Validate(pool, limits, leakCheck, leakNgram, leakSim, kl3Ref, out);
    }
}

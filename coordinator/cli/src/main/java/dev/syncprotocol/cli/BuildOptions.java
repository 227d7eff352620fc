package dev.syncprotocol.cli;

import dev.syncprotocol.gates.build.PoolOrder;
import dev.syncprotocol.gates.build.TaskMix;
import dev.syncprotocol.gates.build.ToolNames;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code build-pool}. Fields are filled by picocli. */
final class BuildOptions {
    @Option(names = "--out", paramLabel = "FILE", description = "the pool (default: data/rollouts/rc1_seed.jsonl)")
    String out = Rc1Paths.POOL;

    @Option(names = "--n", paramLabel = "N", description = "records (default: 30000)")
    int n = 30_000;

    @Option(
            names = "--mix",
            paramLabel = "MIX",
            description = "shares of the tasks (default: hotpotqa:0.45,strategyqa:0.30,gsm8k:0.25)")
    String mix = "hotpotqa:0.45,strategyqa:0.30,gsm8k:0.25";

    @Option(
            names = {"--max-turns", "--max_turns"},
            paramLabel = "N",
            description = "most turns a record (default: 6)")
    int maxTurns = 6;

    @Option(
            names = {"--clarify-rate", "--clarify_rate"},
            paramLabel = "X",
            description = "share of records that ask back (default: 0.3)")
    double clarifyRate = 0.30;

    @Option(names = "--tools", paramLabel = "LIST", description = "tools a dialogue may use (default: wiki,calc)")
    String tools = "wiki,calc";

    @Option(
            names = {"--templates-dir", "--templates_dir"},
            paramLabel = "DIR",
            description = "the template pack (default: templates/pack_v2)")
    String templates = Rc1Paths.TEMPLATES;

    @Option(names = "--seed", paramLabel = "N", description = "same seed, same bytes (default: 20250820)")
    long seed = 20_250_820L;

    @Option(names = "--sources", paramLabel = "DIR", description = "folder of the source files (default: data/sources)")
    String sources = Rc1Paths.SOURCES;

    @Option(
            names = "--exclude",
            paramLabel = "FILE",
            description = "evaluation set no record touches (default: data/shadow_eval_245.jsonl, where it is)")
    @Nullable
    String exclude;

    @Option(
            names = "--passages",
            paramLabel = "FILE",
            description = "what wiki searches, rows {title, text} (default: the evidence of the items)")
    @Nullable
    String passages;

    PoolOrder order(Path workspace) {
        return new PoolOrder(
                n,
                TaskMix.of(mix),
                maxTurns,
                clarifyRate,
                ToolNames.of(tools),
                seed,
                workspace.resolve(sources),
                workspace.resolve(templates),
                excluded(workspace),
                Optional.ofNullable(passages).map(workspace::resolve));
    }

    private Optional<Path> excluded(Path workspace) {
        Path usual = workspace.resolve(Rc1Paths.SHADOW);
        return exclude == null
                ? Optional.of(usual).filter(Files::isRegularFile)
                : Optional.of(workspace.resolve(exclude));
    }
}

package dev.syncprotocol.cli;

import dev.syncprotocol.gates.rc1.Orders;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * Options of {@code run}, {@code round1} and {@code round2}: their own, and those of every step with its command's name as
 * prefix, {@code --build-pool.n 6000}. Fields are filled by picocli.
 */
final class RoundOptions {
    private static final Pattern PREFIXED =
            Pattern.compile("--([a-z0-9-]+)\\.([A-Za-z0-9_-]+)(?:=(.*))?", Pattern.DOTALL);

    private final ProbeOptions probe = new ProbeOptions();
    private final AntiSimOptions antiSim = new AntiSimOptions();
    private final ShadowOptions shadow = new ShadowOptions();
    private final BuildOptions build = new BuildOptions();
    private final ValidateOptions validate = new ValidateOptions();
    private final MetricsOptions metrics = new MetricsOptions();
    private final BucketizeOptions bucketize = new BucketizeOptions();
    private final DifficultyOptions difficulty = new DifficultyOptions();

    @Option(
            names = {"--min-free-gb", "--min_free_gb"},
            paramLabel = "X",
            description = "free disk, GiB, strictly more (default: 50)")
    private double minFreeGb = 50;

    @Option(names = "--config", paramLabel = "FILE", description = "the RC1 config (default: configs/ppo_scale.yaml)")
    private String config = Rc1Paths.CONFIG;

    @Option(names = "--advise", description = "only warn about a config of another pool (RUN_MODE=test)")
    private boolean advise;

    /** The RC1 config, as it was typed. */
    String config() {
        return config;
    }

    /** Takes the flags of the steps, {@code usage} for one that no step has. */
    void take(List<String> stepFlags) {
        Map<String, List<String>> words = new LinkedHashMap<>();
        for (int i = 0; i < stepFlags.size(); i++) {
            Matcher flag = PREFIXED.matcher(stepFlags.get(i));
            if (!flag.matches() || !steps().containsKey(flag.group(1))) {
                throw new SyncException(ErrorCode.USAGE, "unknown option " + stepFlags.get(i))
                        .withNext("sync preflight run --help");
            }
            List<String> own = words.computeIfAbsent(flag.group(1), step -> new ArrayList<>());
            own.add("--" + flag.group(2) + (flag.group(3) == null ? "" : "=" + flag.group(3)));
            boolean apart = flag.group(3) == null
                    && i + 1 < stepFlags.size()
                    && !stepFlags.get(i + 1).startsWith("--");
            if (apart) {
                own.add(stepFlags.get(++i));
            }
        }
        words.forEach((step, args) -> fill(step, args));
    }

    /** The orders of the first round, or of the second. */
    Orders orders(Invocation in, Path workspace, boolean second) {
        probe.live = true;
        WeightsOptions weights = new WeightsOptions();
        weights.config = config;
        weights.advise = advise;
        return new Orders(
                probe.order(in),
                second ? antiSim.second() : antiSim.first(),
                shadow.first(in),
                build.order(workspace),
                build.out,
                validate.order(build.out),
                metrics.order(),
                bucketize.order(),
                difficulty.order(),
                weights.order(in),
                minFreeGb);
    }

    private Map<String, Object> steps() {
        Map<String, Object> steps = new LinkedHashMap<>();
        steps.put("probe-scorer", probe);
        steps.put("assert-not-simulated", antiSim);
        steps.put("shadow-run", shadow);
        steps.put("build-pool", build);
        steps.put("validate-pool", validate);
        steps.put("difficulty-metrics", metrics);
        steps.put("bucketize", bucketize);
        steps.put("validate-difficulty", difficulty);
        return steps;
    }

    private void fill(String step, List<String> args) {
        try {
            new CommandLine(steps().get(step)).parseArgs(args.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw new SyncException(ErrorCode.USAGE, step + ": " + e.getMessage(), e)
                    .withNext("sync preflight " + step + " --help");
        }
    }
}

package dev.syncprotocol.agent.fulfil;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.build.MadeUpSources;
import dev.syncprotocol.gates.build.PoolBuilder;
import dev.syncprotocol.gates.build.PoolOrder;
import dev.syncprotocol.gates.build.Sources;
import dev.syncprotocol.gates.build.TaskMix;
import dev.syncprotocol.gates.build.TemplatePack;
import dev.syncprotocol.gates.difficulty.BalancedPool;
import dev.syncprotocol.gates.difficulty.BucketMix;
import dev.syncprotocol.gates.difficulty.Calibration;
import dev.syncprotocol.gates.difficulty.DifficultyLimits;
import dev.syncprotocol.gates.difficulty.DifficultyMetrics;
import dev.syncprotocol.gates.difficulty.MetricsRow;
import dev.syncprotocol.gates.pool.PoolFile;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import dev.syncprotocol.protocol.digest.RepoPath;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The balanced pool, computed: records from the workspace's source items (made-up ones where there are none) in a template
 * pack, the difficulty of each by the shipped calibration, and the largest sample of the seed's mix (S2-1.6, S2-1.8). Same
 * inputs, same bytes; the model chooses nothing but the size and the pack.
 *
 * @param workspace whose sources; only read
 * @param work a folder for what grows on the way
 * @param templates the pack; empty for the example pack
 */
record BalancedDraft(Path workspace, Path work, Optional<Path> templates) {
    private static final int LEAST = 60;
    private static final int MOST = 2_000;
    /** A task with a smaller sample is left out, and that is said. */
    private static final int LEAST_PER_TASK = 20;

    private static final int HELD_OUT = 20;
    private static final int MOST_TURNS = 6;
    private static final double CLARIFY_RATE = 0.30;
    private static final long SEED = 20_250_820L;
    private static final BucketMix TARGET = BucketMix.of("easy:0.25,medium:0.45,hard:0.30");
    private static final Map<String, Integer> SHARES = new LinkedHashMap<>();

    static {
        SHARES.put("hotpotqa", 45);
        SHARES.put("strategyqa", 30);
        SHARES.put("gsm8k", 25);
    }

    /**
     * What was made.
     *
     * @param rows the pool's text, one record a line
     * @param words what was done
     * @param caveats what the other party should know of it
     */
    record Made(String rows, String words, List<String> caveats) {
        Made {
            caveats = List.copyOf(caveats);
        }
    }

    /** Builds a pool of n records and draws from it; refused where no task gives a sample. */
    Made make(int n) throws IOException {
        if (n < LEAST || n > MOST) {
            throw new ToolRefusal("n is from " + LEAST + " to " + MOST);
        }
        List<String> caveats = new ArrayList<>();
        Path sources = sources(n, caveats);
        Path pack = pack();
        List<String> tasks = tasks(sources, pack);
        List<MetricsRow> rows = measured(n, sources, pack, tasks, caveats);
        List<String> fit = fitting(rows, tasks, caveats);
        ObjectNode drawn = draw(rows, fit).report();
        Map<String, Integer> counts = new LinkedHashMap<>();
        fit.forEach(task -> counts.put(task, drawn.path(task).path("chosen").asInt()));
        return new Made(
                Files.readString(work.resolve("balanced.jsonl")), "drew " + counts + " of " + n + " records", caveats);
    }

    /** Without the names of folders, which are nobody else's business. */
    String withoutFolders(String text) {
        return text.replace(work + "/", "")
                .replace(templates.map(folder -> folder + "/").orElse("\0"), "")
                .replace(workspace + "/", "");
    }

    private Path sources(int n, List<String> caveats) throws IOException {
        RepoPath own = new RepoPath(Rc1Paths.SOURCES + "/");
        if (Files.isDirectory(own.below(workspace)) && !own.leaves(workspace)) {
            return own.below(workspace);
        }
        caveats.add("its items are made up, since there is no " + own);
        Path made = work.resolve("sources");
        if (!Files.isDirectory(made)) {
            new MadeUpSources(SEED, MOST, HELD_OUT).write(made);
        }
        return made;
    }

    private Path pack() throws IOException {
        if (templates.isPresent()) {
            return templates.get();
        }
        Path example = Files.createDirectories(work.resolve("templates"));
        for (String task : TemplatePack.EXAMPLE_TASKS) {
            Files.write(example.resolve(task + ".json"), TemplatePack.example(task));
        }
        return example;
    }

    private static List<String> tasks(Path sources, Path pack) {
        List<String> tasks = SHARES.keySet().stream()
                .filter(task -> Files.isRegularFile(pack.resolve(task + ".json"))
                        && Files.isRegularFile(sources.resolve(task).resolve(Sources.Part.TRAIN.fileName())))
                .toList();
        if (tasks.isEmpty()) {
            throw new ToolRefusal("no task has both templates (<task>.json) and source items; tasks are "
                    + String.join(", ", SHARES.keySet()));
        }
        return tasks;
    }

    private List<MetricsRow> measured(int n, Path sources, Path pack, List<String> tasks, List<String> caveats)
            throws IOException {
        Path shadow = new RepoPath(Rc1Paths.SHADOW).below(workspace);
        PoolOrder order = new PoolOrder(
                n,
                mix(tasks),
                MOST_TURNS,
                CLARIFY_RATE,
                Set.of("wiki", "calc"),
                SEED,
                sources,
                pack,
                Optional.of(shadow).filter(Files::isRegularFile),
                Optional.empty());
        Path pool = work.resolve("pool.jsonl");
        try (PoolBuilder builder = new PoolBuilder(order)) {
            ObjectNode report = builder.write(pool);
            for (String task : tasks) {
                int reused = report.at("/tasks/" + task + "/reused_items").asInt();
                if (reused > 0) {
                    caveats.add(task + " was built with " + reused + " items used again");
                }
            }
        }
        return DifficultyMetrics.of(PoolFile.read(pool), "pool.jsonl", Calibration.shipped());
    }

    /** The seed's shares among the tasks there are; the last takes what rounding leaves. */
    private static TaskMix mix(List<String> tasks) {
        int whole = tasks.stream().mapToInt(SHARES::get).sum();
        Map<String, BigDecimal> shares = new LinkedHashMap<>();
        BigDecimal left = BigDecimal.ONE;
        for (String task : tasks) {
            boolean last = shares.size() == tasks.size() - 1;
            BigDecimal share = last
                    ? left
                    : BigDecimal.valueOf(SHARES.get(task)).divide(BigDecimal.valueOf(whole), 4, RoundingMode.DOWN);
            shares.put(task, share);
            left = left.subtract(share);
        }
        return new TaskMix(shares);
    }

    private List<String> fitting(List<MetricsRow> rows, List<String> tasks, List<String> caveats) throws IOException {
        List<String> fit = new ArrayList<>(tasks);
        for (Finding finding : draw(rows, tasks).findings()) {
            fit.remove(finding.task());
            caveats.add(finding.task() + " is left out: " + finding.reason());
        }
        if (fit.isEmpty()) {
            throw new ToolRefusal("no task has a sample of the mix: " + String.join("; ", caveats));
        }
        return fit;
    }

    private BalancedPool.Outcome draw(List<MetricsRow> rows, List<String> tasks) throws IOException {
        return BalancedPool.write(
                work.resolve("balanced.jsonl"),
                rows,
                new BalancedPool.Order(work, TARGET, DifficultyLimits.SEED, tasks, LEAST_PER_TASK, SEED));
    }
}

package dev.syncprotocol.training.callback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AuditLog;
import dev.syncprotocol.runs.MetricsLog;
import dev.syncprotocol.runs.Timestamp;
import dev.syncprotocol.training.Callback;
import dev.syncprotocol.training.CallbackProvider;
import dev.syncprotocol.training.RunContext;
import dev.syncprotocol.training.StepReport;
import dev.syncprotocol.training.StepStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The callback {@code logging}: a row of {@code reports/metrics.jsonl} a step (training.md section 8.1). */
public final class MetricsCallback implements Callback {
    /** Where the rows go. */
    public static final String PATH = "reports/metrics.jsonl";

    private final MetricsLog log;
    private final long seed;
    private final Clock clock;

    private MetricsCallback(MetricsLog log, long seed, Clock clock) {
        this.log = log;
        this.seed = seed;
        this.clock = clock;
    }

    /** Makes it for {@code logging}. */
    public static final class Provider implements CallbackProvider {
        @Override
        public String name() {
            return "logging";
        }

        @Override
        public Callback create(RunContext context) {
            MetricsLog log = open(context.workspace(), context.startStep(), context.audit(), context.clock());
            return new MetricsCallback(log, context.config().run().seed(), context.clock());
        }
    }

    /** The metrics of a run that has done so many steps, linked from {@code logs/}; a cut is audited (T3, D5). */
    public static MetricsLog open(Path workspace, long startStep, AuditLog audit, Clock clock) {
        MetricsLog log = MetricsLog.of(startStep, workspace.resolve(PATH), clock.instant());
        linkFromLogs(workspace);
        log.cut().ifPresent(cut -> audit.append("cut", cut(cut)));
        return log;
    }

    private static ObjectNode cut(Path file) {
        try {
            return SyncJson.object()
                    .put("file", "reports/" + file.getFileName())
                    .put("rows", Files.readAllLines(file).size())
                    .put("sha256", Sha256.ofFile(file).hex());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onStep(StepReport report) {
        log.append(row(report));
    }

    @Override
    public void onEnd(StepReport last) {
        // Every row is written already.
    }

    @Override
    public void close() {
        log.close();
    }

    private ObjectNode row(StepReport report) {
        StepStats stats = report.stats();
        double seconds = report.elapsed().toNanos() / 1e9;
        OptionalLong memory = memory();
        ObjectNode row = SyncJson.object().put("step", report.step()).put("loss", stats.loss());
        put(row, "kl", stats.kl());
        put(row, "ratio", stats.ratio());
        row.put("lr", stats.learningRate());
        put(row, "mem", memory);
        row.put("time", Timestamp.inFile(clock.instant()));
        put(row, "mem_used_mb", memory);
        row.put("sec_per_step", seconds)
                .put("seed", seed)
                .put("epoch", report.position().epochs())
                .put("optimizer_updates", stats.optimizerUpdates())
                .put("grad_norm", stats.gradNorm())
                .put("num_tokens", stats.tokens())
                .put("tokens_per_s", seconds > 0 ? stats.tokens() / seconds : 0);
        stats.more().forEach(row::put);
        return row;
    }

    private static void put(ObjectNode row, String name, OptionalDouble value) {
        row.put(name, value.isPresent() ? (Double) value.getAsDouble() : null);
    }

    private static void put(ObjectNode row, String name, OptionalLong value) {
        row.put(name, value.isPresent() ? (Long) value.getAsLong() : null);
    }

    private static OptionalLong memory() {
        try {
            return ResidentMemory.megabytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code logs/metrics.jsonl} is a link to the report (T3). */
    private static void linkFromLogs(Path workspace) {
        Path link = workspace.resolve("logs/metrics.jsonl");
        try {
            Files.createDirectories(link.getParent());
            if (!Files.isSymbolicLink(link) && !Files.exists(link)) {
                Files.createSymbolicLink(link, Path.of("..", "reports", "metrics.jsonl"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

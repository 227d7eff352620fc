package dev.syncprotocol.training.callback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.MetricsLog;
import dev.syncprotocol.runs.Timestamp;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.Callback;
import dev.syncprotocol.training.CallbackProvider;
import dev.syncprotocol.training.EvalStats;
import dev.syncprotocol.training.RunContext;
import dev.syncprotocol.training.StepReport;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.data.Collator;
import dev.syncprotocol.training.data.Example;
import dev.syncprotocol.training.data.ExampleEncoder;
import dev.syncprotocol.training.data.JsonlReader;
import dev.syncprotocol.training.data.RowEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The callback {@code eval_shadow}, or {@code eval} as the seeds also call it: the loss on {@code data.eval_path} every {@code eval_steps} and at the last step, a
 * row of {@code reports/eval_shadow.jsonl} each. It stands beside the run and changes nothing in it.
 */
public final class ShadowEvalCallback implements Callback {
    /** Where the rows go. */
    public static final String PATH = "reports/eval_shadow.jsonl";

    private final RunContext context;
    private final List<Batch> batches;
    private final MetricsLog log;

    private ShadowEvalCallback(RunContext context, List<Batch> batches, MetricsLog log) {
        this.context = context;
        this.batches = batches;
        this.log = log;
    }

    /** Makes it for {@code eval_shadow}. */
    public static final class Provider implements CallbackProvider {
        @Override
        public String name() {
            return "eval_shadow";
        }

        @Override
        public Callback create(RunContext context) {
            return of(context);
        }
    }

    /** Makes it for {@code eval}. */
    public static final class EvalProvider implements CallbackProvider {
        @Override
        public String name() {
            return "eval";
        }

        @Override
        public Callback create(RunContext context) {
            return of(context);
        }
    }

    private static ShadowEvalCallback of(RunContext context) {
        Path file = context.workspace().resolve(PATH);
        MetricsLog log =
                MetricsLog.of(context.startStep(), file, context.clock().instant());
        return new ShadowEvalCallback(context, batches(context), log);
    }

    @Override
    public void onStep(StepReport report) {
        if (report.step() % context.config().run().evalSteps() == 0 || report.isLast()) {
            evaluate(report);
        }
    }

    @Override
    public void onEnd(StepReport last) {
        // The last step was measured when it was done; a run that is asked to stop does not wait for a measurement.
    }

    @Override
    public void close() {
        log.close();
    }

    private void evaluate(StepReport report) {
        double loss = 0;
        long count = 0;
        Map<String, Double> sums = new TreeMap<>();
        Map<String, Long> counts = new TreeMap<>();
        for (Batch batch : batches) {
            EvalStats stats = context.engine().evalStep(context.strategy().onBatch(batch));
            loss += stats.loss() * stats.count();
            count += stats.count();
            stats.more().forEach((name, mean) -> {
                sums.merge(name, mean * stats.count(), Double::sum);
                counts.merge(name, stats.count(), Long::sum);
            });
        }
        ObjectNode row = SyncJson.object()
                .put("step", report.step())
                .put("time", Timestamp.inFile(context.clock().instant()))
                .put("eval_loss", loss / count)
                .put("eval_count", count);
        Map<String, Double> means = new TreeMap<>();
        sums.forEach((name, sum) -> means.put(name, sum / counts.get(name)));
        means.forEach((name, mean) -> row.put("eval_" + name, mean));
        log.append(row);
        context.evaluations().measured(report.step(), new EvalStats(loss / count, count, means));
    }

    private static List<Batch> batches(RunContext context) {
        TrainConfig.Data data = context.config().data();
        String name = data.evalPath().value();
        RowEncoder encoder = new RowEncoder(context.tokenizer(), data.maxLength());
        List<Example> examples = new ExampleEncoder(encoder, context.examples())
                .encode(JsonlReader.read(data.evalPath().below(context.workspace()), name));
        Collator collator = new Collator(data.paddingSide(), context.tokenizer().pad());
        int size = context.config().rowsPerStep();
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < examples.size(); from += size) {
            List<Example> chosen = examples.subList(from, Math.min(examples.size(), from + size));
            batches.add(collator.collate(
                    chosen.stream().flatMap(example -> example.rows().stream()).toList()));
        }
        return List.copyOf(batches);
    }
}

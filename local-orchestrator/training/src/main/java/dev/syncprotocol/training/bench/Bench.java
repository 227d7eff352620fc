package dev.syncprotocol.training.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.Installed;
import dev.syncprotocol.training.StepStats;
import dev.syncprotocol.training.TrainingInputs;
import dev.syncprotocol.training.rollout.PolicyEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * Measures an engine: each step beside the bare matrix products of its shapes, in turn, so that both meet the same
 * machine (training.md section 14.3). The ratio of the two is the figure to compare, never the seconds.
 *
 * @param folder with the request; the answer is left there
 * @param nanoTime a clock for durations
 */
public record Bench(Path folder, LongSupplier nanoTime) {
    private static final String FILE = "answer.json";

    /** Reads the request, measures, leaves the answer. */
    public void run() throws IOException {
        Files.writeString(folder.resolve(FILE), SyncJson.pretty(measured(BenchRequest.read(folder))) + "\n");
    }

    /**
     * The answer of a child.
     *
     * @throws SyncException {@code ENGINE_FAILED} when it left none
     */
    public static JsonNode answer(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(FILE))) {
            throw new SyncException(ErrorCode.ENGINE_FAILED, "the measuring process ended without an answer");
        }
        return SyncJson.read(Files.readString(folder.resolve(FILE)));
    }

    private ObjectNode measured(BenchRequest request) throws IOException {
        Workload workload = new Workload(request);
        try (PolicyEngine engine = PolicyEngine.of(
                        Installed.find().engine(workload.engine()).orElseThrow().create());
                MatrixProducts.Prepared products = products().prepare(DecoderProducts.of(request), request.threads())) {
            engine.setup(workload.setup());
            Steps steps = new Steps(workload, engine, products);
            for (long step = 1; step <= request.warmup(); step++) {
                steps.run(step);
            }
            double[][] seconds = new double[request.steps()][];
            for (int i = 0; i < seconds.length; i++) {
                seconds[i] = steps.run(request.warmup() + i + 1L);
            }
            return answer(request, engine, steps, seconds);
        }
    }

    private static ObjectNode answer(BenchRequest request, PolicyEngine engine, Steps steps, double[][] seconds)
            throws IOException {
        double step = median(seconds, pair -> pair[0]);
        double bare = median(seconds, pair -> pair[1]);
        double[] sorted =
                Arrays.stream(seconds).mapToDouble(pair -> pair[0]).sorted().toArray();
        ObjectNode answer = SyncJson.object().put("tokens_per_s", request.tokens() / step);
        answer.putObject("sec_per_step")
                .put("median", step)
                .put("min", sorted[0])
                .put("max", sorted[sorted.length - 1]);
        answer.put("products_sec_per_step", bare)
                .put("products_ratio", median(seconds, pair -> pair[1] / pair[0]))
                .put("trained_parameters", engine.facts().parameters())
                .put("first_loss", request.mode() == BenchMode.GENERATE ? null : (Double) steps.firstLoss)
                .put("last_loss", request.mode() == BenchMode.GENERATE ? null : (Double) steps.lastLoss);
        PeakMemory.megabytes().ifPresent(peak -> answer.put("peak_mb", peak));
        engine.heldArrays().ifPresent(arrays -> answer.put("arrays", arrays));
        answer.put("engine", engine.facts().name());
        answer.set("arguments", request.json());
        return answer;
    }

    private static double median(double[][] pairs, ToDoubleFunction<double[]> figure) {
        double[] sorted = Arrays.stream(pairs).mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static MatrixProducts products() {
        return ServiceLoader.load(MatrixProducts.class, Bench.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new SyncException(ErrorCode.CONFIG_INVALID, "this program has no engine"));
    }

    /** A step and its bare products, in turn. */
    private final class Steps {
        private final Workload workload;
        private final PolicyEngine engine;
        private final MatrixProducts.Prepared products;
        private double firstLoss = Double.NaN;
        private double lastLoss = Double.NaN;

        Steps(Workload workload, PolicyEngine engine, MatrixProducts.Prepared products) {
            this.workload = workload;
            this.engine = engine;
            this.products = products;
        }

        /** Seconds of the step and of the products. */
        double[] run(long step) {
            double work = workload.request().mode() == BenchMode.GENERATE
                    ? seconds(() -> workload.generate(engine, step))
                    : trained(step);
            return new double[] {work, seconds(products::multiply)};
        }

        private double trained(long step) {
            TrainingInputs inputs = workload.inputs(engine);
            StepStats[] stats = new StepStats[1];
            double work = seconds(() -> stats[0] = engine.trainStep(step, inputs));
            lastLoss = stats[0].loss();
            firstLoss = Double.isNaN(firstLoss) ? lastLoss : firstLoss;
            return work;
        }

        private double seconds(Runnable work) {
            long before = nanoTime.getAsLong();
            work.run();
            return (nanoTime.getAsLong() - before) / 1e9;
        }
    }
}

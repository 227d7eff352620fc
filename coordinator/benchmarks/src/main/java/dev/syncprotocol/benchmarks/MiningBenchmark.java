package dev.syncprotocol.benchmarks;

import dev.syncprotocol.aoi.kpi.LabelledScores;
import dev.syncprotocol.aoi.kpi.ThresholdSweep;
import dev.syncprotocol.aoi.mining.ExactNeighbours;
import dev.syncprotocol.aoi.mining.KnnMetric;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * Prints what docs/performance.md quotes of the inspection loop: exact mining of 60 targets beside a bare dot product over the same numbers, and the
 * threshold sweep of a million scores. CPU time of the whole process, median of five turns, the two sides taking turns.
 */
public final class MiningBenchmark {
    private static final int TARGETS = 60;
    private static final int LENGTH = 768;
    private static final int TOP = 5;
    private static final int TURNS = 5;
    private static final int SCORES = 1_000_000;
    private static final int ONE_NG_OF = 50;

    private MiningBenchmark() {}

    /** Argument: how many sources, 100,000 when it is not given. */
    public static void main(String[] args) {
        int sources = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        Random random = new Random(1);
        mine(vectors(random, sources), vectors(random, TARGETS));
        sweep(random);
    }

    private static void mine(List<float[]> sources, List<float[]> targets) {
        ExactNeighbours search = new ExactNeighbours(sources, KnnMetric.COSINE);
        double[] ours = new double[TURNS];
        double[] bare = new double[TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            ours[turn] =
                    cpuMillis(() -> search.search(targets, TOP).get(0).get(0).closeness());
            bare[turn] = cpuMillis(() -> largestProduct(sources, targets));
        }
        double mine = WholeProcess.median(ours);
        double plain = WholeProcess.median(bare);
        print(
                "mining %d x %d x %d   ours %.0f CPU ms   bare dot product %.0f CPU ms   ratio %.2f",
                TARGETS, sources.size(), LENGTH, mine, plain, plain / mine);
    }

    /** What anybody would write first: 32-bit sums, one target after the other, no list of the nearest. */
    private static double largestProduct(List<float[]> sources, List<float[]> targets) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float[] target : targets) {
            for (float[] source : sources) {
                float product = 0;
                for (int i = 0; i < LENGTH; i++) {
                    product += target[i] * source[i];
                }
                largest = Math.max(largest, product);
            }
        }
        return largest;
    }

    private static void sweep(Random random) {
        double[] pass = random.doubles(SCORES - SCORES / ONE_NG_OF).toArray();
        double[] ng =
                random.doubles(SCORES / ONE_NG_OF).map(score -> score + 0.5).toArray();
        double[] ours = new double[TURNS];
        double[] sorting = new double[TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            ours[turn] = cpuMillis(() -> ThresholdSweep.of(LabelledScores.of(pass, ng))
                    .atRecall(1)
                    .orElseThrow()
                    .far());
            sorting[turn] = cpuMillis(() -> {
                double[] copy = pass.clone();
                Arrays.sort(copy);
                return copy[0];
            });
        }
        print(
                "threshold of %d scores   ours %.0f CPU ms   sorting them %.0f CPU ms",
                SCORES, WholeProcess.median(ours), WholeProcess.median(sorting));
    }

    private static List<float[]> vectors(Random random, int count) {
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] vector = new float[LENGTH];
            for (int d = 0; d < LENGTH; d++) {
                vector[d] = random.nextFloat() - 0.5f;
            }
            vectors.add(vector);
        }
        return vectors;
    }

    private static double cpuMillis(DoubleSupplier work) {
        long begun = cpuNanos();
        if (Double.isNaN(work.getAsDouble())) {
            throw new IllegalStateException("the work has no result");
        }
        return (cpuNanos() - begun) / 1e6;
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static void print(String form, Object... values) {
        System.out.println(String.format(Locale.ROOT, form, values));
    }
}

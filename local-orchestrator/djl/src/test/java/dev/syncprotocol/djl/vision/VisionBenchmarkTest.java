package dev.syncprotocol.djl.vision;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import dev.syncprotocol.aoi.engine.TinyBoards;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.djl.picture.PictureLayout;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training throughput beside bare convolutions of the same shapes, forward and backward, taken in turns in the same process (specification §18):
 * 224×224, batch 16, one light, 32-bit floats, two threads. Nothing is asserted about time; the figures go to {@code target/vision-benchmark.txt} and
 * from a quiet machine to docs/performance.md.
 */
@Tag("stress")
class VisionBenchmarkTest {
    private static final int THREADS = 2;
    private static final int SIDE = 224;
    private static final int BATCH = 16;
    private static final int WARM_UP = 3;
    private static final int REPEATS = 5;
    private static final int STEPS = 4;

    @TempDir
    Path folder;

    /** One convolution as it is computed bare. */
    private record Bare(Parameter weight, NDArray input, NDArray slope, int stride) {
        void run(TorchRuntime runtime) {
            runtime.inScope(() -> {
                NDArray out = GradMode.recording(
                        () -> Conv2d.conv2d(input, weight.value(), null, new Shape(stride, stride), new Shape(1, 1))
                                .singletonOrThrow());
                GradMode.backward(out, slope);
                return stride;
            });
        }
    }

    @Test
    void measuresStepsBesideBareConvolutions() throws IOException {
        ChangeNetSpec spec = TinyBoards.drawn(folder)
                .spec(
                        "batch_size: 8", "batch_size: " + BATCH,
                        "num_input: 2", "num_input: 1",
                        "{Solder: 0, White: 1}", "{Solder: 0}",
                        "image_width: 16", "image_width: " + SIDE,
                        "image_height: 16", "image_height: " + SIDE)
                .typed();
        try (TorchRuntime runtime = TorchRuntime.start(THREADS, Tensor.Type.F32)) {
            LearnableDifference difference = new LearnableDifference(4, List.of(1.0, 2.0));
            NetworkWeights weights = NetworkWeights.of(
                    SiameseNetwork.draw(difference, 1), name -> !ConvBlock.isStatistic(name), runtime);
            SiameseNetwork network = new SiameseNetwork(PictureLayout.of(spec.dataset()), difference, weights, false);
            TrainingData data = TrainingData.of(spec);
            UpdateRule rule = new UpdateRule(spec.train().optim(), runtime);
            SampleBatch decoded = data.loader().batch(data.training().subList(0, BATCH));
            List<Bare> bare = bare(runtime);
            double[][] seconds = new double[3][REPEATS];
            for (int repeat = -WARM_UP; repeat < REPEATS; repeat++) {
                double step = timed(() -> step(network, decoded, rule, runtime));
                double loading = timed(() -> {
                    SampleLoader fresh = new SampleLoader(spec.dataset());
                    step(network, fresh.batch(data.training().subList(0, BATCH)), rule, runtime);
                });
                double convolutions = timed(() -> bare.forEach(one -> one.run(runtime)));
                if (repeat >= 0) {
                    seconds[0][repeat] = step;
                    seconds[1][repeat] = loading;
                    seconds[2][repeat] = convolutions;
                }
            }
            report(median(seconds[0]), median(seconds[1]), median(seconds[2]));
        }
    }

    private static void report(double step, double loading, double convolutions) throws IOException {
        String text = String.format(
                Locale.ROOT,
                "step %.3f s, %.1f pictures/s%nwith decoding %.3f s, %.1f pictures/s%nbare convolutions %.3f s, ratio %.2f%n",
                step,
                2 * BATCH / step,
                loading,
                2 * BATCH / loading,
                convolutions,
                convolutions / step);
        Path file = Path.of("target", "vision-benchmark.txt").toAbsolutePath();
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(step).isPositive();
    }

    private static void step(SiameseNetwork network, SampleBatch batch, UpdateRule rule, TorchRuntime runtime) {
        try (StepScope scope = runtime.openScope()) {
            NDArray compared = GradMode.recording(() -> network.compare(batch, NormMode.LEARNING, scope));
            LossShare share =
                    GradMode.recording(() -> network.comparison().loss(compared, batch.defective(), runtime, scope));
            GradMode.backward(share.mean());
            assertThat(share.mean().toFloatArray()[0]).isFinite();
        }
        rule.apply(network.weights().trained(), 1e-4, 1);
    }

    private static List<Bare> bare(TorchRuntime runtime) {
        List<Bare> all = new ArrayList<>();
        int side = SIDE;
        for (ConvBlock block : Encoder.BLOCKS) {
            all.add(bare(block, 2 * BATCH, side, all.isEmpty(), runtime));
            side = (side + 1) / 2;
            int planes = block.out();
            all.add(bare(new ConvBlock("d1", 2 * planes, planes, 1), BATCH, side, false, runtime));
            all.add(bare(new ConvBlock("d2", planes, planes, 1), BATCH, side, false, runtime));
        }
        return all;
    }

    private static Bare bare(ConvBlock block, int pictures, int side, boolean first, TorchRuntime runtime) {
        TreeMap<String, Tensor> drawn = new TreeMap<>();
        block.draw(drawn, Comparison.numbers(3, 0));
        int outSide = (side + block.stride() - 1) / block.stride();
        long[] in = {pictures, block.in(), side, side};
        long[] out = {pictures, block.out(), outSide, outSide};
        NDArray input = runtime.lastingZeros(in);
        input.setRequiresGradient(!first);
        Parameter weight = Parameter.of(drawn.get(block.name() + ".conv.weight"), runtime);
        return new Bare(weight, input, runtime.lastingZeros(out), block.stride());
    }

    private static double timed(Runnable work) {
        long start = System.nanoTime();
        for (int i = 0; i < STEPS; i++) {
            work.run();
        }
        return (System.nanoTime() - start) / 1e9 / STEPS;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}

package dev.syncprotocol.djl.vision;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.aoi.engine.ChangeClassifier;
import dev.syncprotocol.aoi.engine.EngineProbe;
import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.engine.InferOrder;
import dev.syncprotocol.aoi.engine.InferOutcome;
import dev.syncprotocol.aoi.engine.TrainOrder;
import dev.syncprotocol.aoi.engine.TrainOutcome;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.ModelSettings;
import dev.syncprotocol.aoi.spec.ModelSettings.Difference;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.djl.picture.PictureLayout;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The embedded engine: trains and scores in this process, on the CPU, with no download (specification §12.2). */
public final class EmbeddedClassifier implements ChangeClassifier {
    /** The engine's name. */
    static final String NAME = "embedded";

    private final int threads;
    private final Clock clock;

    /**
     * An engine.
     *
     * @param threads of one operation; 0 means all
     * @param clock for {@code status.json}
     */
    public EmbeddedClassifier(int threads, Clock clock) {
        this.threads = threads(threads);
        this.clock = clock;
    }

    /** As many as are asked for; 0 means all. */
    static int threads(int asked) {
        return asked > 0 ? asked : Runtime.getRuntime().availableProcessors();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public EngineProbe probe() {
        try (TorchRuntime runtime = TorchRuntime.start(threads, Tensor.Type.F32)) {
            return new EngineProbe(true, runtime.version(), List.of("cpu, " + threads + " threads"), List.of());
        }
    }

    @Override
    public TrainOutcome train(TrainOrder order, EngineProgress progress) {
        VisionGuards.requireOurs(order.spec());
        TrainingLog log = new TrainingLog(order.trainDir(), clock);
        try (TorchRuntime runtime = TorchRuntime.start(threads, Tensor.Type.F32)) {
            TrainingData data = TrainingData.of(order.spec());
            SiameseNetwork network = startOf(order.spec(), runtime);
            Files.copy(order.specFile(), order.trainDir().resolve("experiment.yaml"));
            log.started("training " + order.phase() + " on " + runtime.version() + ", cpu, " + threads + " threads");
            return logged(new VisionTraining(order, data, network, runtime, log), log, progress);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, "training " + order.phase() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public InferOutcome infer(InferOrder order, EngineProgress progress) {
        VisionGuards.requireOurs(order.spec());
        try (TorchRuntime runtime = TorchRuntime.start(threads, Tensor.Type.F32)) {
            SampleTable table = SampleTableFile.read(Path.of(order.table().csvPath()));
            SiameseNetwork network = ofCheckpoint(order.checkpoint(), order.spec(), false, runtime);
            List<Sample> samples = Sample.of(table, order.table(), order.spec().dataset());
            float[] scores = new float[samples.size()];
            SampleLoader loader = new SampleLoader(order.spec().dataset());
            int size = order.spec().dataset().batchSize();
            for (int from = 0; from < scores.length; from += size) {
                int to = Math.min(from + size, scores.length);
                float[] some = scores(network, loader.batch(samples.subList(from, to)), runtime);
                System.arraycopy(some, 0, scores, from, some.length);
                progress.advanced("inference " + order.kind(), to, scores.length, "");
            }
            Path file = order.outputDir().resolve(ScoredTable.FILE_NAME);
            SampleTableFile.write(file, ScoredTable.of(table, scores));
            return new InferOutcome(file, table.size(), network.comparison().scoreKind());
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, "inference " + order.kind() + ": " + e.getMessage(), e);
        }
    }

    private static TrainOutcome logged(VisionTraining training, TrainingLog log, EngineProgress progress)
            throws IOException {
        try {
            TrainOutcome outcome = training.run(progress);
            log.succeeded("finished after " + outcome.steps() + " steps");
            return outcome;
        } catch (SyncException e) {
            log.failed(e.getMessage());
            throw e;
        }
    }

    private static float[] scores(SiameseNetwork network, SampleBatch batch, TorchRuntime runtime) {
        try (StepScope scope = runtime.openScope()) {
            return GradMode.without(() -> {
                NDArray compared = network.compare(batch, NormMode.MEASURING, scope);
                return network.comparison().scores(compared);
            });
        }
    }

    private static SiameseNetwork startOf(ChangeNetSpec spec, TorchRuntime runtime) {
        boolean frozen = spec.model().freezeBackbone();
        if (spec.train().startCheckpoint().isPresent()) {
            return ofCheckpoint(Path.of(spec.train().startCheckpoint().get()), spec, true, runtime);
        }
        Comparison comparison = comparison(spec, runtime);
        Map<String, Tensor> drawn = SiameseNetwork.draw(comparison, spec.train().seed());
        return network(spec, comparison, drawn, frozen, true, runtime);
    }

    private static SiameseNetwork ofCheckpoint(Path file, ChangeNetSpec spec, boolean learns, TorchRuntime runtime) {
        CheckpointFile checkpoint = CheckpointFile.read(file);
        checkpoint.requireFor(Structure.of(spec), file);
        boolean frozen = spec.model().freezeBackbone();
        return network(spec, comparison(spec, runtime), checkpoint.tensors(), frozen, learns, runtime);
    }

    private static SiameseNetwork network(
            ChangeNetSpec spec,
            Comparison comparison,
            Map<String, Tensor> tensors,
            boolean frozen,
            boolean learns,
            TorchRuntime runtime) {
        NetworkWeights weights = NetworkWeights.of(
                tensors, name -> learns && !ConvBlock.isStatistic(name) && !(frozen && Encoder.owns(name)), runtime);
        return new SiameseNetwork(PictureLayout.of(spec.dataset()), comparison, weights, frozen);
    }

    private static Comparison comparison(ChangeNetSpec spec, TorchRuntime runtime) {
        ModelSettings model = spec.model();
        return model.difference() == Difference.LEARNABLE
                ? new LearnableDifference(
                        model.differenceModules(), spec.train().classWeights())
                : new EuclideanDifference(Structure.of(spec), model.trainMargin(), model.evalMargin(), runtime);
    }
}

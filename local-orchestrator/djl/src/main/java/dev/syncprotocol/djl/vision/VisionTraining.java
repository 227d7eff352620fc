package dev.syncprotocol.djl.vision;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.engine.TrainOrder;
import dev.syncprotocol.aoi.engine.TrainOutcome;
import dev.syncprotocol.aoi.engine.TrainedCheckpoint;
import dev.syncprotocol.aoi.spec.TrainSettings;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SortedMap;

/** One training, told in order: epochs of weighted draws, a step a whole batch, validation and checkpoints at their intervals. */
final class VisionTraining {
    private static final int SETTLING_BATCHES = 16;

    private final TrainOrder order;
    private final TrainingData data;
    private final SiameseNetwork network;
    private final TorchRuntime runtime;
    private final TrainingLog log;
    private final UpdateRule rule;
    private final Schedule schedule;
    private final Augmenter augmenter;
    private final List<TrainedCheckpoint> checkpoints = new ArrayList<>();
    private long steps;

    VisionTraining(TrainOrder order, TrainingData data, SiameseNetwork network, TorchRuntime runtime, TrainingLog log) {
        this.order = order;
        this.data = data;
        this.network = network;
        this.runtime = runtime;
        this.log = log;
        TrainSettings settings = order.spec().train();
        rule = new UpdateRule(settings.optim(), runtime);
        schedule = new Schedule(settings.optim(), settings.epochs());
        augmenter = new Augmenter(order.spec().dataset().augmentation(), settings.seed());
    }

    /** Trains all epochs. */
    TrainOutcome run(EngineProgress progress) throws IOException {
        int epochs = settings().epochs();
        long rows = data.loader().readAll(data.training());
        data.loader().readAll(data.validation());
        for (int epoch = 0; epoch < epochs; epoch++) {
            int[] draws = data.sampler().draws(epoch);
            ClassFigures train = train(epoch, draws);
            boolean validates = isDue(epoch, settings().validationInterval());
            boolean saves = validates || isDue(epoch, settings().checkpointInterval()) || epoch == epochs - 1;
            if (saves) {
                settleStatistics(draws);
            }
            SortedMap<String, Double> figures = train.named("train");
            OptionalDouble validation = OptionalDouble.empty();
            if (validates) {
                ClassFigures measured = validate();
                figures.putAll(measured.named("val"));
                validation = OptionalDouble.of(measured.loss());
            }
            if (saves) {
                save(epoch, validation);
            }
            log.running(line(epoch, figures), epoch, epochs, figures);
            progress.advanced("epoch " + epoch, epoch + 1L, epochs, losses(train, validation));
        }
        return new TrainOutcome(checkpoints, rows, steps);
    }

    private ClassFigures train(int epoch, int[] draws) {
        ClassFigures figures = new ClassFigures();
        int batchSize = order.spec().dataset().batchSize();
        double rate = schedule.rate(epoch);
        for (int from = 0; from + batchSize <= draws.length; from += batchSize) {
            refuseInterrupt();
            List<Sample> samples = samples(draws, from, batchSize);
            step(data.loader().batch(samples, augmenter.changes(epoch, from, batchSize)), rate, figures);
        }
        return figures;
    }

    private void step(SampleBatch batch, double rate, ClassFigures figures) {
        steps++;
        try (StepScope scope = runtime.openScope()) {
            NDArray compared = GradMode.recording(() -> network.compare(batch, NormMode.LEARNING, scope));
            LossShare share =
                    GradMode.recording(() -> network.comparison().loss(compared, batch.defective(), runtime, scope));
            GradMode.backward(share.mean());
            add(figures, share, compared, batch);
        }
        rule.apply(network.weights().trained(), rate, steps);
    }

    /**
     * Measures the running statistics again with the weights as they are now. Those gathered while the weights moved lag behind: after a short training
     * the validation loss with them was 0.78, with these 0.06 (Wu and Johnson 2021, "Rethinking 'Batch' in BatchNorm", section 3).
     */
    private void settleStatistics(int[] draws) {
        int batchSize = order.spec().dataset().batchSize();
        int batches = Math.min(SETTLING_BATCHES, draws.length / batchSize);
        for (int batch = 1; batch <= batches; batch++) {
            SampleBatch numbers = data.loader().batch(samples(draws, (batch - 1) * batchSize, batchSize));
            NormMode mode = NormMode.settling(batch);
            try (StepScope scope = runtime.openScope()) {
                GradMode.without(() -> network.compare(numbers, mode, scope));
            }
        }
    }

    private List<Sample> samples(int[] draws, int from, int count) {
        return Arrays.stream(draws, from, from + count)
                .mapToObj(data.training()::get)
                .toList();
    }

    /** The loss over all validation rows, by the running statistics; the last batch may be smaller. */
    private ClassFigures validate() {
        ClassFigures figures = new ClassFigures();
        int size = order.spec().dataset().batchSize();
        for (int from = 0; from < data.validation().size(); from += size) {
            refuseInterrupt();
            SampleBatch batch = data.loader()
                    .batch(data.validation()
                            .subList(
                                    from,
                                    Math.min(from + size, data.validation().size())));
            try (StepScope scope = runtime.openScope()) {
                GradMode.without(() -> {
                    NDArray compared = network.compare(batch, NormMode.MEASURING, scope);
                    add(
                            figures,
                            network.comparison().loss(compared, batch.defective(), runtime, scope),
                            compared,
                            batch);
                    return figures;
                });
            }
        }
        return figures;
    }

    private void add(ClassFigures figures, LossShare share, NDArray compared, SampleBatch batch) {
        double loss = share.mean().toFloatArray()[0];
        if (!Double.isFinite(loss)) {
            throw new SyncException(
                            ErrorCode.TRAINING_FAILED,
                            "the loss became " + loss + " at step " + steps + " of " + order.phase())
                    .withHint("lower train.optim.lr");
        }
        Comparison comparison = network.comparison();
        figures.add(loss, share.weight(), comparison.scores(compared), batch.defective(), comparison.decision());
    }

    private void save(int epoch, OptionalDouble validationLoss) throws IOException {
        CheckpointFile.Place place = new CheckpointFile.Place(epoch, steps, validationLoss);
        String specDigest = Sha256.ofFile(order.specFile()).hex();
        Path file = CheckpointFile.write(
                order.trainDir(),
                place,
                Structure.of(order.spec()),
                specDigest,
                network.weights().tensors());
        checkpoints.add(new TrainedCheckpoint(file, epoch, steps, validationLoss));
    }

    private TrainSettings settings() {
        return order.spec().train();
    }

    private static boolean isDue(int epoch, int interval) {
        return (epoch + 1) % interval == 0;
    }

    private static void refuseInterrupt() {
        if (Thread.currentThread().isInterrupted()) {
            throw new SyncException(ErrorCode.INTERRUPTED, "the training was interrupted");
        }
    }

    private String line(int epoch, SortedMap<String, Double> figures) {
        StringBuilder text = new StringBuilder(
                "epoch %d of %d, step %d, lr %s".formatted(epoch, settings().epochs(), steps, schedule.rate(epoch)));
        figures.forEach((name, value) -> text.append(String.format(Locale.ROOT, ", %s %.6f", name, value)));
        return text.toString();
    }

    private static String losses(ClassFigures train, OptionalDouble validation) {
        String text = String.format(Locale.ROOT, "train_loss %.4f", train.loss());
        return validation.isPresent()
                ? text + String.format(Locale.ROOT, " val_loss %.4f", validation.getAsDouble())
                : text;
    }
}

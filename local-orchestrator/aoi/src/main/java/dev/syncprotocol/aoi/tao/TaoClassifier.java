package dev.syncprotocol.aoi.tao;

import dev.syncprotocol.aoi.engine.ChangeClassifier;
import dev.syncprotocol.aoi.engine.CheckpointFolder;
import dev.syncprotocol.aoi.engine.EngineProbe;
import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.engine.InferOrder;
import dev.syncprotocol.aoi.engine.InferOutcome;
import dev.syncprotocol.aoi.engine.ScoreKind;
import dev.syncprotocol.aoi.engine.TrainOrder;
import dev.syncprotocol.aoi.engine.TrainOutcome;
import dev.syncprotocol.aoi.engine.TrainableRows;
import dev.syncprotocol.aoi.engine.TrainedCheckpoint;
import dev.syncprotocol.aoi.spec.ModelSettings.Difference;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.ErrorKind;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The engine of NVIDIA's containers: builds a command, runs it, and believes only the files it left. */
public final class TaoClassifier implements ChangeClassifier {
    /** The engine's name. */
    public static final String NAME = "tao";

    private final TaoSettings settings;
    private final TaoTasks tasks;
    private final TaoCommands commands;
    private final ContainerRunner runner;

    /** An engine for a run. */
    public TaoClassifier(TaoSettings settings, ContainerRunner runner) {
        this.settings = settings;
        this.runner = runner;
        tasks = new TaoTasks(settings, runner);
        commands = new TaoCommands(settings);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public EngineProbe probe() {
        return TaoProbe.of(settings.images(), settings.backbone(), false, runner)
                .answer();
    }

    @Override
    public TrainOutcome train(TrainOrder order, EngineProgress progress) {
        try {
            String csv = order.spec().dataset().training().csvPath();
            SampleTable table = SampleTableFile.read(Path.of(csv));
            TrainableRows.require(table, csv, order.spec().dataset().batchSize());
            progress.advanced("train in a container", 0, order.spec().train().epochs(), order.phase());
            tasks.run(
                    order.phase(),
                    "train",
                    settings.images().training(),
                    commands.train(order),
                    Map.of(),
                    order.trainDir(),
                    order.trainDir().resolve("train.log"));
            return outcome(order, table.size(), progress);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, "training " + order.phase() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public InferOutcome infer(InferOrder order, EngineProgress progress) {
        try {
            if (!Files.isRegularFile(order.checkpoint())) {
                throw new SyncException(ErrorCode.CHECKPOINT_MISSING, order.checkpoint() + " is not there");
            }
            SampleTable asked = SampleTableFile.read(Path.of(order.table().csvPath()));
            progress.advanced("inference " + order.kind(), 0, asked.size(), "in a container");
            tasks.run(
                    order.phase(),
                    "inference-" + order.kind(),
                    settings.images().training(),
                    commands.inference(order),
                    Map.of(),
                    order.outputDir(),
                    order.outputDir().resolve("inference.log"));
            Path file = order.outputDir().resolve("inference.csv");
            ScoredRows.require(asked, file);
            progress.advanced("inference " + order.kind(), asked.size(), asked.size(), "");
            boolean learnable = order.spec().model().difference() == Difference.LEARNABLE;
            return new InferOutcome(file, asked.size(), learnable ? ScoreKind.PROBABILITY : ScoreKind.DISTANCE);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, "inference " + order.kind() + ": " + e.getMessage(), e);
        }
    }

    // S4-12.14: a container that resumes instead of starting trains nothing and still reports success.
    private static TrainOutcome outcome(TrainOrder order, int rows, EngineProgress progress) throws IOException {
        List<TrainedCheckpoint> checkpoints = CheckpointFolder.read(order.trainDir());
        long steps = CheckpointFolder.latest(checkpoints)
                .map(TrainedCheckpoint::step)
                .orElse(0L);
        if (steps == 0) {
            throw new SyncException(
                            ErrorCode.TRAIN_NO_STEPS,
                            "the container ended with 0 and left " + checkpoints.size() + " checkpoints and " + steps
                                    + " steps in " + order.trainDir())
                    .withHint("see " + order.trainDir().resolve("train.log"))
                    .as(ErrorKind.ENGINE_FAILED);
        }
        Path experiment = order.trainDir().resolve("experiment.yaml");
        if (!Files.exists(experiment)) {
            Files.copy(order.specFile(), experiment);
        }
        int epochs = order.spec().train().epochs();
        progress.advanced("train in a container", epochs, epochs, steps + " steps");
        return new TrainOutcome(checkpoints, rows, steps);
    }
}

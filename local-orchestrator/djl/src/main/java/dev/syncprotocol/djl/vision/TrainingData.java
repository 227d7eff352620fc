package dev.syncprotocol.djl.vision;

import dev.syncprotocol.aoi.engine.TrainableRows;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.TableLocation;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The rows of a training and how they become numbers.
 *
 * @param training every row of the training table
 * @param validation every row of the validation table
 * @param loader decodes and lays out
 * @param sampler which rows an epoch sees
 */
record TrainingData(List<Sample> training, List<Sample> validation, SampleLoader loader, WeightedSampler sampler) {
    TrainingData {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    /**
     * Reads both tables and checks that they can teach.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code csv_invalid}, {@code train_no_class}, {@code train_no_steps}
     */
    static TrainingData of(ChangeNetSpec spec) throws IOException {
        TableLocation location = spec.dataset().training();
        SampleTable table = SampleTableFile.read(Path.of(location.csvPath()));
        TrainableRows.require(table, location.csvPath(), spec.dataset().batchSize());
        List<Sample> training = Sample.of(table, location, spec.dataset());
        return new TrainingData(
                training,
                samples(spec.dataset().validation(), spec),
                new SampleLoader(spec.dataset()),
                new WeightedSampler(
                        training, spec.dataset().fpratioSampling(), spec.train().seed()));
    }

    private static List<Sample> samples(TableLocation location, ChangeNetSpec spec) throws IOException {
        return Sample.of(SampleTableFile.read(Path.of(location.csvPath())), location, spec.dataset());
    }
}

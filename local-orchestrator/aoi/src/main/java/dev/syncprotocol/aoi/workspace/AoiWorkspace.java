package dev.syncprotocol.aoi.workspace;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The fixed places of a workspace.
 *
 * @param root the workspace, absolute and normalised
 */
public record AoiWorkspace(Path root) {
    public AoiWorkspace {
        root = root.toAbsolutePath().normalize();
    }

    /** The specification every phase is derived from. */
    public Path baselineSpec() {
        return root.resolve("specs/baseline_spec.yaml");
    }

    /** The seed training rows; pictures below {@link #kpiImages()}. */
    public Path trainingCsv() {
        return root.resolve("train/base/training_set.csv");
    }

    /** The rows of the validation loss; pictures below {@link #kpiImages()}. */
    public Path validationCsv() {
        return root.resolve("train/base/validation_set.csv");
    }

    /** The rows that decide; pictures below {@link #kpiImages()}. */
    public Path kpiCsv() {
        return root.resolve("kpi/testing_set.csv");
    }

    /** The frozen rows that decide nothing, where there are any. */
    public Optional<Path> benchmarkCsv() {
        return Optional.of(benchmarkPlace()).filter(Files::isRegularFile);
    }

    /** Where the frozen rows lie when there are any. */
    public Path benchmarkPlace() {
        return root.resolve("kpi/benchmark_set.csv");
    }

    /** The image root of the base, validation, KPI and benchmark tables. */
    public Path kpiImages() {
        return root.resolve("kpi/images");
    }

    /** The append-only production samples. */
    public Path miningPoolCsv() {
        return miningPool().resolve("mining_pool.csv");
    }

    /** What the paths of the pool's table are relative to. */
    public Path miningPool() {
        return root.resolve("augmentation/mining_pool");
    }

    /** The defective pictures made beforehand. */
    public Path pregenNg() {
        return root.resolve("augmentation/anomalygen/reconstructed_image");
    }

    /** Their good partners. */
    public Path pregenOk() {
        return root.resolve("augmentation/anomalygen/original_image");
    }

    /** What was asked for a defect type; may be absent. */
    public Path defectSpec() {
        return root.resolve("augmentation/anomalygen/defect_spec.jsonl");
    }

    /** Pretrained weights; may be absent. */
    public Path backbones() {
        return root.resolve("augmentation/backbone");
    }

    /** The folder of the runs. */
    public Path results() {
        return root.resolve("results");
    }

    /** A path below the workspace as tables write it: relative, with forward slashes. */
    public String relative(Path path) {
        return root.relativize(path.toAbsolutePath().normalize()).toString().replace('\\', '/');
    }

    /**
     * Refuses to make a workspace where something is.
     *
     * @throws SyncException {@code path_taken} when the folder exists and is not empty
     */
    public static void requireEmpty(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.findAny().isEmpty()) {
                    return;
                }
            }
        }
        if (Files.exists(folder)) {
            throw new SyncException(
                            ErrorCode.PATH_TAKEN,
                            folder + (Files.isDirectory(folder) ? " is not empty" : " is a file")
                                    + "; nothing is overwritten")
                    .withHint("name a folder that is not there yet, or an empty one");
        }
    }
}

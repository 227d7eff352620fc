package dev.syncprotocol.aoi.loop;

import static dev.syncprotocol.protocol.error.ErrorCode.AMP_ALLOCATION_MISMATCH;
import static dev.syncprotocol.protocol.error.ErrorCode.BENCHMARK_CHANGED;
import static dev.syncprotocol.protocol.error.ErrorCode.CSV_INVALID;
import static dev.syncprotocol.protocol.error.ErrorCode.EMBEDDING_INVALID;
import static dev.syncprotocol.protocol.error.ErrorCode.ENCODER_MISMATCH;
import static dev.syncprotocol.protocol.error.ErrorCode.KPI_UNDEFINED;
import static dev.syncprotocol.protocol.error.ErrorCode.LABEL_FILTER_IMPOSSIBLE;
import static dev.syncprotocol.protocol.error.ErrorCode.LEAKAGE;
import static dev.syncprotocol.protocol.error.ErrorCode.MINING_POOL_EMPTY;
import static dev.syncprotocol.protocol.error.ErrorCode.MINING_POOL_MISSING;
import static dev.syncprotocol.protocol.error.ErrorCode.MINING_POOL_REWRITTEN;
import static dev.syncprotocol.protocol.error.ErrorCode.PATH_RULE;
import static dev.syncprotocol.protocol.error.ErrorCode.PREGEN_EMPTY;
import static dev.syncprotocol.protocol.error.ErrorCode.PREGEN_MISSING;
import static dev.syncprotocol.protocol.error.ErrorCode.PREGEN_MUTATED;
import static dev.syncprotocol.protocol.error.ErrorCode.PREGEN_UNPAIRED;
import static dev.syncprotocol.protocol.error.ErrorCode.RECALL_UNREACHABLE;
import static dev.syncprotocol.protocol.error.ErrorCode.REFERENCE_MISSING;
import static dev.syncprotocol.protocol.error.ErrorCode.ROUTING_EMPTY;
import static dev.syncprotocol.protocol.error.ErrorCode.SILENT_DROP;
import static dev.syncprotocol.protocol.error.ErrorCode.TRAIN_NO_CLASS;
import static dev.syncprotocol.protocol.error.ErrorCode.TRAIN_NO_STEPS;

import dev.syncprotocol.protocol.error.ErrorCode;
import java.io.IOException;

/**
 * The hard stops of specification §6.2, each by the fault that brings it about: the name, the exit code, what its message names, before which step the
 * fault happens, and the fault itself. A step is a step of a whole running loop; two stops do not arise there ({@link #BEFORE_APPROVAL},
 * {@link #IN_THE_CONTAINER}).
 */
enum PlantedStop {
    FOLDER_OF_DEFECTS_GONE(PREGEN_MISSING, 2, "reconstructed_image", "prestage", Faults::folderOfDefectsGone),
    FOLDER_OF_PARTNERS_EMPTY(PREGEN_EMPTY, 2, "original_image", "prestage", Faults::folderOfPartnersEmpty),
    PARTNER_MISSING(PREGEN_UNPAIRED, 2, "original_image", "prestage", Faults::partnerTakenAway),
    STEM_TWICE(PREGEN_UNPAIRED, 2, ".jpg and ", "prestage", Faults::stemTwice),
    POOL_TABLE_GONE(MINING_POOL_MISSING, 2, "mining_pool.csv", "prestage", Faults::poolTableGone),
    POOL_WITHOUT_ROWS(MINING_POOL_EMPTY, 2, "mining_pool.csv", "prestage", Faults::poolWithoutRows),
    DEFECT_CHANGED(PREGEN_MUTATED, 6, "reconstructed_image/", "baseline rca", Faults::defectChanged),
    DEFECT_ADDED(PREGEN_MUTATED, 6, "reconstructed_image/", "iter1 anomalygen", Faults::defectAdded),
    PARTNER_TAKEN_AWAY(PREGEN_MUTATED, 6, "original_image/", "iter1 evaluate", Faults::partnerTakenAway),
    POOL_ROW_TAKEN_AWAY(MINING_POOL_REWRITTEN, 6, "mining_pool.csv", "baseline rca", Faults::poolRowTakenAway),
    POOL_PICTURE_CHANGED(MINING_POOL_REWRITTEN, 6, "mining_pool/images/", "baseline rca", Faults::poolPictureChanged),
    POOL_GROWS_BY_KPI_PICTURES(LEAKAGE, 2, "mined line", "iter1 routing", Faults::poolGrowsByKpiPictures),
    VALIDATION_ROW_AMONG_TRAINING_ROWS(
            LEAKAGE, 2, "validation_set.csv line", "iter1 train", Faults::validationRowAmongTrainingRows),
    INFERENCE_DROPS_A_ROW(SILENT_DROP, 2, "inference.csv", PlantedStop.BY_THE_ENGINE, Faults::inferenceDropsARow),
    TRAINER_READS_A_ROW_LESS(
            SILENT_DROP, 2, "accounting.csv: E13", PlantedStop.BY_THE_ENGINE, Faults::trainerReadsARowLess),
    PAIRS_ASKED_FOR_THAT_ARE_NOT_THERE(
            AMP_ALLOCATION_MISMATCH, 2, "augmentation/anomalygen", "iter1 anomalygen", Faults::morePairsAskedFor),
    TRAINING_PICTURE_GONE(CSV_INVALID, 2, "train_combined_iter1.csv:2", "iter1 train", Faults::trainingPictureGone),
    VERSIONS_FILE_GONE(REFERENCE_MISSING, 2, "versions.yaml", PlantedStop.BEFORE_APPROVAL, scene -> {}),
    SCORE_IS_NO_NUMBER(KPI_UNDEFINED, 2, "inference.csv:2", PlantedStop.BY_THE_ENGINE, Faults::scoreIsNoNumber),
    KPI_SET_WITHOUT_DEFECTS(KPI_UNDEFINED, 2, "inference.csv", "baseline evaluate", Faults::kpiSetWithoutDefects),
    NO_THRESHOLD_HAS_THE_RECALL(
            RECALL_UNREACHABLE, 2, "unreachable_kpi.txt", PlantedStop.IN_THE_CONTAINER, scene -> {}),
    NO_WEAK_SAMPLE(ROUTING_EMPTY, 2, "kpi_gaps.parquet", "iter1 routing", Faults::noWeakSample),
    EMBEDDING_WITHOUT_DIRECTION(EMBEDDING_INVALID, 2, ".png", "iter1 data_mining", Faults::embeddingWithoutDirection),
    ANOTHER_EMBEDDER_THAN_THE_POOLS(
            ENCODER_MISMATCH, 2, "mining_gaps.parquet", "iter1 data_mining", Faults::anotherEmbedder),
    WEAK_SAMPLES_WITHOUT_LABELS(LABEL_FILTER_IMPOSSIBLE, 2, ".png", "iter1 data_mining", Faults::noLabels),
    NO_STEP_MADE(TRAIN_NO_STEPS, 1, "train.tmp-1", PlantedStop.BY_THE_ENGINE, Faults::noStepMade),
    FEWER_ROWS_THAN_A_BATCH(TRAIN_NO_STEPS, 1, "training_set.csv", "baseline train", Faults::fewerRowsThanABatch),
    CONTAINER_MAKES_NO_STEP(TRAIN_NO_STEPS, 7, "train.tmp-1", PlantedStop.BY_THE_ENGINE, Faults::containerMakesNoStep),
    TRAINING_ROWS_ALL_PASS(TRAIN_NO_CLASS, 2, "training_set.csv", "baseline train", Faults::trainingRowsAllPass),
    BENCHMARK_ROW_GONE(BENCHMARK_CHANGED, 6, "benchmark_set.csv", "baseline evaluate", Faults::benchmarkRowGone),
    BENCHMARK_PICTURE_CHANGED(
            BENCHMARK_CHANGED, 6, "benchmark_set.csv", "iter1 evaluate", Faults::benchmarkPictureChanged),
    SPECIFICATION_LEADS_OUTSIDE(PATH_RULE, 2, "baseline_spec.yaml", "iter1 train", Faults::specificationLeadsOutside);

    /** Where a pre-flight is the first and the last to see it. */
    static final String BEFORE_APPROVAL = "before approval";

    /** Whenever the engine is asked. */
    static final String BY_THE_ENGINE = "by the engine";

    /** Finite scores have a threshold below the smallest one, so the built-in analysis reaches every recall; the container's may not. */
    static final String IN_THE_CONTAINER = "in the container's gap analysis";

    final ErrorCode code;
    final int exit;
    final String names;
    private final String step;
    private final Plant plant;

    PlantedStop(ErrorCode code, int exit, String names, String step, Plant plant) {
        this.code = code;
        this.exit = exit;
        this.names = names;
        this.step = step;
        this.plant = plant;
    }

    /** Whether it arises in a running loop. */
    boolean arisesInALoop() {
        return !step.equals(BEFORE_APPROVAL) && !step.equals(IN_THE_CONTAINER);
    }

    /** Plants it: for its step, or at once where it is the engine's. */
    void plant(LoopScene scene) throws IOException {
        if (step.equals(BY_THE_ENGINE)) {
            plant.in(scene);
        } else {
            scene.before(step, () -> plant.in(scene));
        }
    }

    /** Lets it happen now. */
    void happen(LoopScene scene) throws IOException {
        plant.in(scene);
    }

    /** A fault. */
    interface Plant {
        void in(LoopScene scene) throws IOException;
    }
}

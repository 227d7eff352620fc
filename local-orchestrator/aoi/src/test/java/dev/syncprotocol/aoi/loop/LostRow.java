package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.accounting.Edge;
import java.io.IOException;

/**
 * A row that is lost on an edge of specification §11.8 while a loop runs: from the file the edge leads to, before the step that reads it, or by the
 * engine. On the edges that are not here a row passes from one list to the next inside one call; {@code RunAccountsTest} takes it out of the account.
 */
enum LostRow {
    SCORED(Edge.E1, "inference.csv", LostRow.BY_THE_ENGINE, Faults::inferenceDropsARow),
    SCORED_AND_NOT_ANALYSED(Edge.E2, "E2: ", "baseline rca", Faults::inferenceLosesARow),
    WEAK_PICTURE(Edge.E3, "E4: ", "iter1 routing", Faults::gapsLoseARow),
    ROUTED_PICTURE(Edge.E4, "E8: ", "iter1 data_mining", Faults::routedLoseARow),
    POOLED_SAMPLE(Edge.E6, "source_embeddings.parquet: E7", "iter1 data_mining", Faults::sourcePoolLosesARow),
    EMBEDDED_SAMPLE(Edge.E7, "source_embeddings.parquet: E7", "iter1 data_mining", Faults::embeddingsLoseARow),
    EMBEDDED_TARGET(Edge.E8, "E8: ", LostRow.BY_THE_ENGINE, Faults::targetIsNotEmbedded),
    MINED_SAMPLE(Edge.E11, "E12: ", "iter1 train", Faults::minedTableLosesARow),
    ASSEMBLED_ROW(Edge.E12, "E12: ", "iter2 train", Faults::combinedTableLosesARow),
    TRAINED_ROW(Edge.E13, "E13: ", LostRow.BY_THE_ENGINE, Faults::combinedTableLosesARowInTraining),
    ROW_THE_TRAINER_SKIPS(Edge.E13, "E13: ", LostRow.BY_THE_ENGINE, Faults::trainerReadsARowLess);

    private static final String BY_THE_ENGINE = "";

    final Edge edge;
    final String names;
    private final String step;
    private final PlantedStop.Plant plant;

    LostRow(Edge edge, String names, String step, PlantedStop.Plant plant) {
        this.edge = edge;
        this.names = names;
        this.step = step;
        this.plant = plant;
    }

    void plant(LoopScene scene) throws IOException {
        if (step.isEmpty()) {
            plant.in(scene);
        } else {
            scene.before(step, () -> plant.in(scene));
        }
    }
}

package dev.syncprotocol.aoi.demo;

import dev.syncprotocol.aoi.spec.StarterSpec;

/** The texts of a demo workspace: its specification and its README. */
final class DemoTexts {
    /** Low enough that six epochs leave the baseline room to improve in; with 0.005 one iteration reaches the target. */
    private static final double LEARNING_RATE = 0.003;

    private DemoTexts() {}

    /** {@code specs/baseline_spec.yaml}: passes pre-flight as it is, with the embedded engine. */
    static String spec(DemoOrder order) {
        DemoProfile profile = order.profile();
        return new StarterSpec(order.pictures(), profile.epochs(), profile.imageSize(), LEARNING_RATE).yaml();
    }

    /** What was drawn and the three commands that lead on. */
    static String readme(DemoOrder order) {
        DemoProfile profile = order.profile();
        return """
                # Boards drawn in code

                No photograph: a program drew these boards, seed %d, crops of %d pixels. Base training (%d rows) has no
                `mousebite` and no `pin_hole`; the KPI set (%d rows, %d defective) and the pre-generated pairs (%d) have
                all six defects. That is what the loop is to find.

                | path | content |
                |---|---|
                | `specs/baseline_spec.yaml` | the specification |
                | `train/base/` | training and validation rows |
                | `kpi/` | the rows that decide, and the pictures |
                | `augmentation/mining_pool/` | production samples, mostly good |
                | `augmentation/anomalygen/` | pairs of a defective and a good picture |
                | `truth.csv` | what was drawn where; the loop never reads it |

                Next, in this folder:

                1. `sync aoi preflight --kpi-target "FAR < 5%% at recall=100%%"`
                2. `sync aoi run --kpi-target "FAR < 5%% at recall=100%%" --approve TOKEN`, with the token that stands under
                   the summary
                3. `sync aoi report`
                """.formatted(
                order.seed(), order.size(), profile.train(), profile.kpi(), profile.kpiDefects(), profile.pairs());
    }
}

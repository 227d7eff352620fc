package dev.syncprotocol.training;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferencePolicyTest {
    /** Red without the value's gradient into E, with torchtune's whitening, or with TRL's unclipped gradient. */
    @Test
    void reproducesEachEpochOfTheGoldenRun() {
        try (ReferencePolicy engine = golden()) {
            GoldenPpo.assertEachEpochIsReproducedBy(engine, Golden.DOUBLES);
        }
    }

    @Test
    void reproducesTheGoldenRunAsOneStep() {
        try (ReferencePolicy engine = golden()) {
            GoldenPpo.assertTheStepIsReproducedBy(engine, Golden.DOUBLES);
        }
    }

    private static ReferencePolicy golden() {
        return new ReferencePolicy(
                Map.of("E", GoldenPpo.start("E"), "W", GoldenPpo.start("W"), "u", GoldenPpo.start("u")),
                Map.of("E", GoldenPpo.start("E_ref"), "W", GoldenPpo.start("W_ref")));
    }
}

package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.Golden;
import dev.syncprotocol.training.GoldenPpo;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BigramPolicyTest {
    /** Red without the value's gradient into E, with torchtune's whitening, or with TRL's unclipped gradient. */
    @Test
    void reproducesEachEpochOfTheGoldenRun() {
        try (ReferenceEngine engine = golden()) {
            GoldenPpo.assertEachEpochIsReproducedBy(engine, Golden.DOUBLES);
        }
    }

    @Test
    void reproducesTheGoldenRunAsOneStep() {
        try (ReferenceEngine engine = golden()) {
            GoldenPpo.assertTheStepIsReproducedBy(engine, Golden.DOUBLES);
        }
    }

    private static ReferenceEngine golden() {
        return Bigram.of(
                Map.of("E", GoldenPpo.start("E"), "W", GoldenPpo.start("W"), "u", GoldenPpo.start("u")),
                Map.of("E", GoldenPpo.start("E_ref"), "W", GoldenPpo.start("W_ref")));
    }
}

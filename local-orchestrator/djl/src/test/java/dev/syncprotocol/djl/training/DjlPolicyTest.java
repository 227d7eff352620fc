package dev.syncprotocol.djl.training;

import dev.syncprotocol.training.Golden;
import dev.syncprotocol.training.GoldenPpo;
import org.junit.jupiter.api.Test;

class DjlPolicyTest {
    /** Red without the value's gradient into E, with torchtune's whitening, or without the clip. */
    @Test
    void reproducesEachEpochOfTheGoldenRun() {
        try (DjlEngine engine = golden()) {
            GoldenPpo.assertEachEpochIsReproducedBy(engine, Golden.FLOAT_RUNS);
        }
    }

    @Test
    void reproducesTheGoldenRunAsOneStep() {
        try (DjlEngine engine = golden()) {
            GoldenPpo.assertTheStepIsReproducedBy(engine, Golden.FLOAT_RUNS);
        }
    }

    private static DjlEngine golden() {
        return new DjlEngine((setup, runtime) -> new Bigram(
                GoldenPpo.start("E"),
                GoldenPpo.start("W"),
                GoldenPpo.start("u")[0],
                new Bigram(GoldenPpo.start("E_ref"), GoldenPpo.start("W_ref"), runtime),
                runtime));
    }
}

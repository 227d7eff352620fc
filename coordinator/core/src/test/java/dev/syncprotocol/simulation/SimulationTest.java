package dev.syncprotocol.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {
    private static final long SEED = 20260102;

    @TempDir
    Path scratch;

    @Test
    void holdsThroughThirtyHistories() throws IOException {
        holds(30);
    }

    @Test
    @Tag("stress")
    void holdsThroughAThousandHistories() throws IOException {
        holds(1_000);
    }

    private void holds(int runs) throws IOException {
        SimulationReport report = new Simulation(SEED, runs, scratch).run(played -> {});

        assertThat(report.failure()).isEmpty();
        assertThat(report.runs()).isEqualTo(runs);
        assertThat(report.steps()).isGreaterThan(runs * 15);
        assertThat(report.faults()).containsOnlyKeys(Fault.values());
        System.out.println(report);
    }
}

package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.CanonicalJson;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import dev.syncprotocol.simulation.Invariant;
import dev.syncprotocol.simulation.SimulationFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchSimulateTest {
    private final Failure failure = new Failure(BenchSimulate.failed(new SimulationFailure(
            14,
            Invariant.OPEN_IS_NEVER_PROVED,
            "expected [a], found []",
            List.of("open_round 0", "report 1, killed after ref_updated"),
            29)));

    @Test
    void tellsTheSeedAndTheShortestHistoryOfABrokenInvariant() {
        assertThat(failure.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(failure.words(new Style(false)).replaceAll("\\s+", " "))
                .contains("seed 14 breaks open_is_never_proved: expected [a], found []")
                .contains("/history/1")
                .contains("report 1, killed after ref_updated")
                .contains("these 2 of its 29 steps")
                .contains("sync bench simulate --seed 14 --runs 1");
    }

    @Test
    void tellsProgramsTheSame() {
        ObjectNode document = failure.document();
        assertThat(document.at("/error/code").asText()).isEqualTo("simulation_failed");
        assertThat(document.at("/error/violations/1/found").asText()).isEqualTo("report 1, killed after ref_updated");
        assertThat(SchemaValidator.violations(
                        SchemaId.SYNC_ERROR_V1,
                        LocatedDocument.read(CanonicalJson.bytes(document), DocumentFormat.JSON)))
                .isEmpty();
    }
}

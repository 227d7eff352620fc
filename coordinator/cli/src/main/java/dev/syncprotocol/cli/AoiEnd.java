package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;

/** How a loop ended, as {@code run} and {@code resume} answer it. */
final class AoiEnd {
    private AoiEnd() {}

    static Answer answer(String schema, ObjectNode data, boolean requireKpi) {
        String run = data.path("run").asText();
        if (requireKpi && !data.path("kpi_met").asBoolean()) {
            throw new SyncException(
                            ErrorCode.KPI_NOT_MET,
                            "the loop ended without the target: "
                                    + data.path("reason").asText())
                    .withNext("sync aoi status --run " + run);
        }
        return new Answer(schema, data, RoundedFigures.in(words(data)), List.of("sync aoi status --run " + run));
    }

    private static String words(JsonNode data) {
        Words words = new Words();
        words.line((data.path("already").asBoolean() ? "ended before: " : "ended: ")
                + data.path("reason").asText() + ", best phase "
                + data.path("best_phase").asText("none"));
        data.path("phases")
                .forEach(phase -> words.line("  " + phase.path("phase").asText() + "  FAR "
                        + phase.path("far_pct").asText("-") + " %  threshold "
                        + phase.path("threshold").asText("-")));
        data.path("warnings").forEach(warning -> words.wrapped("warning: ", warning.asText()));
        words.line("report  " + data.path("report").asText());
        words.line("model   " + data.path("best_model").asText("none"));
        return words.text();
    }
}

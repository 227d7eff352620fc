package dev.syncprotocol.aoi.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.kpi.KpiTarget;
import java.nio.file.Path;

/**
 * What is fixed about a run before its first stage: what the state starts from. All of it is in the approval and the approved summary.
 *
 * @param run {@code ${RESULTS_DIR}}, absolute
 * @param startedAt ISO 8601 UTC seconds with {@code +00:00}
 * @param target the target
 * @param maxIterations iterations after the baseline
 * @param engine {@code embedded} or {@code tao}
 * @param scoreKind what the engine's scores are
 * @param config the state's {@code config} block
 */
public record RunFacts(
        Path run,
        String startedAt,
        KpiTarget target,
        int maxIterations,
        String engine,
        String scoreKind,
        ObjectNode config) {}

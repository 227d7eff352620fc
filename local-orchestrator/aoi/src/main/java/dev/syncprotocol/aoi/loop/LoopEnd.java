package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.state.DeftState;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a loop ended.
 *
 * @param run its directory
 * @param reason {@code kpi_met} or {@code max_iterations}
 * @param kpiMet whether the target is met
 * @param already whether it had ended before and nothing was written now
 * @param state the final state
 * @param bestModel the hand-off
 */
public record LoopEnd(
        Path run, String reason, boolean kpiMet, boolean already, DeftState state, Optional<Path> bestModel) {}

package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.kpi.ScoredTable;
import java.io.IOException;

/** Finds the weak samples of a scored table (specification §12.1): the built-in code, or NVIDIA's container where {@code --rca} says so. */
@FunctionalInterface
public interface GapFinder {
    /**
     * Finds; whatever comes back is checked against the table, so it is only believed, never trusted.
     *
     * @param order what is analysed, and the folder to work in
     * @param table the scored table of the order
     * @throws dev.syncprotocol.protocol.error.SyncException {@code recall_unreachable} when no threshold has the recall, after
     *     {@code unreachable_kpi.txt} is written; {@code engine_failed}, {@code engine_unavailable} from a container
     */
    FoundGaps find(GapOrder order, ScoredTable table) throws IOException;
}

package dev.syncprotocol.aoi.mining;

import java.io.IOException;
import java.util.List;

/** Finds the sources near the weak pictures (specification §12.1): the built-in search, or NVIDIA's container where {@code --mining} says so. */
@FunctionalInterface
public interface NeighbourFinder {
    /** The exact search of this program. */
    NeighbourFinder BUILT_IN = (order, search) -> search.pairs(order.targets().pictures());

    /**
     * Finds.
     *
     * @param order what is mined, and the folder to work in
     * @param search the sources that may be chosen, and the exact search that a container's choice is held against
     * @return every target with its neighbours, targets in their order
     * @throws dev.syncprotocol.protocol.error.SyncException {@code label_filter_impossible}; {@code engine_failed} from a container
     */
    List<ConsideredPair> pairs(MiningOrder order, SourceSearch search) throws IOException;
}

package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.mining.NeighbourFinder;
import dev.syncprotocol.aoi.rca.BuiltInGaps;
import dev.syncprotocol.aoi.rca.GapFinder;

/**
 * Who analyses gaps and looks for neighbours (specification §12.1).
 *
 * @param gaps finds weak samples
 * @param neighbours finds the sources near them
 */
public record Analyses(GapFinder gaps, NeighbourFinder neighbours) {
    /** The code of this program, for either engine. */
    public static final Analyses BUILT_IN = new Analyses(new BuiltInGaps(), NeighbourFinder.BUILT_IN);
}

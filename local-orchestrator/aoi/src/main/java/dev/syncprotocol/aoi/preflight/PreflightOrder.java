package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.RunId;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.aoi.workspace.FreeSpace;

/**
 * One pre-flight to make.
 *
 * @param workspace the inputs
 * @param wishes what was asked for
 * @param run the run to propose
 * @param engine the engine as it was found
 * @param product name and version of this program
 * @param space of the workspace's disk
 */
public record PreflightOrder(
        AoiWorkspace workspace, LoopWishes wishes, RunId run, EngineOffer engine, String product, FreeSpace space) {
    /** On the workspace's own disk. */
    public PreflightOrder(AoiWorkspace workspace, LoopWishes wishes, RunId run, EngineOffer engine, String product) {
        this(workspace, wishes, run, engine, product, FreeSpace.OF_THE_DISK);
    }
}

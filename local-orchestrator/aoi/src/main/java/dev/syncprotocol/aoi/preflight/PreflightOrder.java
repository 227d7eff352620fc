package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.RunId;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;

/**
 * One pre-flight to make.
 *
 * @param workspace the inputs
 * @param wishes what was asked for
 * @param run the run to propose
 * @param engine the engine as it was found
 * @param product name and version of this program
 */
public record PreflightOrder(
        AoiWorkspace workspace, LoopWishes wishes, RunId run, EngineOffer engine, String product) {}

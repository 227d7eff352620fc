package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.engine.ChangeClassifier;
import dev.syncprotocol.aoi.engine.EngineProgress;
import java.time.Clock;

/**
 * What a loop runs in.
 *
 * @param classifier the engine
 * @param embedders where embedders come from
 * @param analyses who analyses gaps and looks for neighbours
 * @param progress told while the engine works; stops it by throwing
 * @param listener told each milestone
 * @param clock the time
 */
public record LoopSurroundings(
        ChangeClassifier classifier,
        Embedders embedders,
        Analyses analyses,
        EngineProgress progress,
        LoopListener listener,
        Clock clock) {}

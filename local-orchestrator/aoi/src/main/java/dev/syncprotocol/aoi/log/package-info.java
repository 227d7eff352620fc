/** The loop's append-only log: one line a stage, chained by digest, the single source of truth of a run. */
@NullMarked
package dev.syncprotocol.aoi.log;

import org.jspecify.annotations.NullMarked;

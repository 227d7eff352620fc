/** The loop's report and its iteration summaries, made from a run folder alone, at any moment of the run. */
@NullMarked
package dev.syncprotocol.aoi.report;

import org.jspecify.annotations.NullMarked;

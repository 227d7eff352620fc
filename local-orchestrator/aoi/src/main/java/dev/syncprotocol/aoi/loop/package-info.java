/** The loop itself: which stage is next, what each stage does, and how a stage is committed (specification §10). */
@NullMarked
package dev.syncprotocol.aoi.loop;

import org.jspecify.annotations.NullMarked;

/** Exact nearest neighbours of weak samples in the source pool, and what is kept of them (specification §11.5, §8.8). */
@NullMarked
package dev.syncprotocol.aoi.mining;

import org.jspecify.annotations.NullMarked;

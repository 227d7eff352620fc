/** Boards drawn in code: a whole workspace to try the loop with, no download (specification §13.1). */
@NullMarked
package dev.syncprotocol.aoi.demo;

import org.jspecify.annotations.NullMarked;

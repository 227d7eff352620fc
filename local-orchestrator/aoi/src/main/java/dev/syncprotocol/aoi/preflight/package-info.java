/** The checks before the gate: all of them, reported together, and nothing written anywhere (specification §9.1). */
@NullMarked
package dev.syncprotocol.aoi.preflight;

import org.jspecify.annotations.NullMarked;

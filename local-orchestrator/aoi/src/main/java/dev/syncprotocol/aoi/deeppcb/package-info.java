/** DeepPCB-style pairs cut into tiles and laid out as a workspace (specification §13.2). */
@NullMarked
package dev.syncprotocol.aoi.deeppcb;

import org.jspecify.annotations.NullMarked;

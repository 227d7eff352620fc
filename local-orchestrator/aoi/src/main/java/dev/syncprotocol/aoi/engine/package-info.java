/** What the loop asks of a model: the port both engines stand behind (specification §12.1). */
@NullMarked
package dev.syncprotocol.aoi.engine;

import org.jspecify.annotations.NullMarked;

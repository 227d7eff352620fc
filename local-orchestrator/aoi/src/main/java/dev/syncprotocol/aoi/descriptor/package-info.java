/** The built-in picture descriptor: gradients of a small grey picture, no weights (specification §12.2). */
@NullMarked
package dev.syncprotocol.aoi.descriptor;

import org.jspecify.annotations.NullMarked;

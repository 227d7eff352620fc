/** Leakage by content: the same physical picture, or nearly the same, on both sides of an evaluation (specification §11.7). */
@NullMarked
package dev.syncprotocol.aoi.leakage;

import org.jspecify.annotations.NullMarked;

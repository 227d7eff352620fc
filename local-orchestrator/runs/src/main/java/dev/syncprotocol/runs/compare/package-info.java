/** Finished runs side by side: configuration, metrics, files, and which is best where that may be said. */
@NullMarked
package dev.syncprotocol.runs.compare;

import org.jspecify.annotations.NullMarked;

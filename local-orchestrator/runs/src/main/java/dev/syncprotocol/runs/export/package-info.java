/** Finished runs in the layouts of other tools; the store itself stays as it is. */
@NullMarked
package dev.syncprotocol.runs.export;

import org.jspecify.annotations.NullMarked;

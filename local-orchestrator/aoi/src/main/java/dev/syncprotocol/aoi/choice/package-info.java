/** Which phase is handed over and why, and what the frozen benchmark says of that choice. */
@NullMarked
package dev.syncprotocol.aoi.choice;

import org.jspecify.annotations.NullMarked;

/** A run while it is being made: what a trainer writes through the store (run-store.md section 9.3). */
@NullMarked
package dev.syncprotocol.runs.open;

import org.jspecify.annotations.NullMarked;

/** Exact and near duplicates within the pool, found exactly (preflight.md section 5.6). */
@NullMarked
package dev.syncprotocol.gates.duplicate;

import org.jspecify.annotations.NullMarked;

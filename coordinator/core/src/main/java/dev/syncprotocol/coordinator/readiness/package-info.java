/** Which needs are satisfied, by which file and which record, and whether the gate is open. */
@NullMarked
package dev.syncprotocol.coordinator.readiness;

import org.jspecify.annotations.NullMarked;

/** The training engine as a child process: order, heartbeat, outcome, and whether it still lives. */
@NullMarked
package dev.syncprotocol.coordinator.launch;

import org.jspecify.annotations.NullMarked;

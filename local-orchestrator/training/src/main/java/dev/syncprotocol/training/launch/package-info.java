/** A training run as a process: the order, the heartbeat, the outcome. */
@NullMarked
package dev.syncprotocol.training.launch;

import org.jspecify.annotations.NullMarked;

/** Rounds as the fold of their events: plans, events, states and the one transition table. */
@NullMarked
package dev.syncprotocol.coordinator.round;

import org.jspecify.annotations.NullMarked;

/** Histories of rounds played under faults, with what must hold after every step: the coordinator against its contract. */
@NullMarked
package dev.syncprotocol.simulation;

import org.jspecify.annotations.NullMarked;

/** The run store: immutable runs, a registry of them, and a showcase that moves only upwards. */
@NullMarked
package dev.syncprotocol.runs.store;

import org.jspecify.annotations.NullMarked;

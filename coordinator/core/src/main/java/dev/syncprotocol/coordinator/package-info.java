/** The front door of the SYNC protocol: rounds, packages, needs, the gate and the launch. */
@NullMarked
package dev.syncprotocol.coordinator;

import org.jspecify.annotations.NullMarked;

/** The RC1 preflight: its steps in order, the two rounds, the ticket (preflight.md sections 2, 8 and 11). */
@NullMarked
package dev.syncprotocol.gates.rc1;

import org.jspecify.annotations.NullMarked;

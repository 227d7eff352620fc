/** The gates over a built pool: variety, duplicates, lengths, roles, leaks (preflight.md sections 5.1 to 5.7). */
@NullMarked
package dev.syncprotocol.gates.check;

import org.jspecify.annotations.NullMarked;

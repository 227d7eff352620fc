/** The gates timed, with what they found (preflight.md section 13). */
@NullMarked
package dev.syncprotocol.gates.bench;

import org.jspecify.annotations.NullMarked;

/** The scorer as a port, the log of its calls, and the proof that it is live (preflight.md sections 5.12 and 6). */
@NullMarked
package dev.syncprotocol.gates.scorer;

import org.jspecify.annotations.NullMarked;

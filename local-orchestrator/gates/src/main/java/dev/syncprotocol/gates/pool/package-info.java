/** The rollout pool's records, as they lie in files (preflight.md section 4.2). */
@NullMarked
package dev.syncprotocol.gates.pool;

import org.jspecify.annotations.NullMarked;

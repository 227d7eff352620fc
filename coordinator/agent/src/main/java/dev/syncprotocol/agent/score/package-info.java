/** A live scorer for the preflight, by provider. */
@NullMarked
package dev.syncprotocol.agent.score;

import org.jspecify.annotations.NullMarked;

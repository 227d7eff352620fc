/** One call of a language model, live or replayed: bounded in time, size, tokens and cost, repeated where that helps. */
@NullMarked
package dev.syncprotocol.agent.model;

import org.jspecify.annotations.NullMarked;

/** The next round as a language model proposes it: a plan file for a person to read, never carried out by itself. */
@NullMarked
package dev.syncprotocol.agent.plan;

import org.jspecify.annotations.NullMarked;

/** The rules of the run store as texts for agents, in three languages, from the code that enforces them. */
@NullMarked
package dev.syncprotocol.runs.guardrails;

import org.jspecify.annotations.NullMarked;

/** The reward's weights, its over-clarification penalty and the schedule of fresh prompts (preflight.md 5.10, 5.11, 11). */
@NullMarked
package dev.syncprotocol.gates.weights;

import org.jspecify.annotations.NullMarked;

/** Objectives of the log-probabilities of whole completions: what every preference strategy shares. */
@NullMarked
package dev.syncprotocol.training.sequence;

import org.jspecify.annotations.NullMarked;

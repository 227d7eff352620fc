/** Odds-ratio preference optimisation (Hong et al. 2024): learn the chosen answer and prefer it, without a reference. */
@NullMarked
package dev.syncprotocol.training.orpo;

import org.jspecify.annotations.NullMarked;
